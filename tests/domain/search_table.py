"""A real FTS5 table with three papers in it."""

import sqlite3
from collections.abc import Sequence

from bot.domain.searching import index_document, match_expression

PAPERS = {
    "TwinFlow": index_document(
        "TwinFlow: Realizing One-step Generation on Large Models with Self-adversarial Flows",
        "TwinFlow",
        "We train a one-step image generator without fixed teacher models and without adversarial networks.",
        "교사 모델도 GAN도 없이 20B 이미지 모델을 1-NFE 생성기로 바꿨다. 계산 비용을 100배 줄였다.",
    ),
    "ColQuery": index_document(
        "ColQuery: Late Interaction for Multilingual Document Retrieval",
        "ColQuery",
        "A single retriever for document page images in many languages, evaluated with nDCG.",
        "22개 언어의 문서 이미지를 한 언어모델로 검색한다. 평균값은 기존 방법보다 높다.",
    ),
    "QuakeGen": index_document(
        "Site-aware synthesis of strong ground motion",
        "QuakeGen",
        "We synthesize earthquake waveforms that respect the soil of each recording station.",
        "관측소마다 다른 지반 특성을 담아 강진 파형을 생성한다.",
    ),
}


def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    columns = "name UNINDEXED, hangul, english, tokenize='porter unicode61'"
    connection.execute(f"CREATE VIRTUAL TABLE archive USING fts5({columns})")
    rows = [(name, *row) for name, row in PAPERS.items()]
    connection.executemany("INSERT INTO archive VALUES (?, ?, ?)", rows)
    return connection


def found(archive: sqlite3.Connection, query: str) -> Sequence[str]:
    rows = archive.execute(
        "SELECT name FROM archive WHERE archive MATCH ? ORDER BY rank", (match_expression(query),)
    )
    return [name for (name,) in rows]
