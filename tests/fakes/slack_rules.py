"""Which messages Slack takes. Its own schemas judge where they are at hand; rules they lack stand here."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator  # type: ignore[import-untyped]
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

ORACLES = Path(__file__).resolve().parents[2].parent / "shared" / "oracles"
TOTAL = 10_000
"""Characters of JSON; Slack's own limit is a little higher and not published."""
LONGEST_TEXT = 40_000

Blocks = list[dict[str, Any]]


def faults_of(blocks: Blocks) -> list[str]:
    """Everything against these blocks, in words; empty when Slack would take them."""
    faults = [*_by_rules(blocks), *_by_sdk(blocks)]
    for name, validator in _schemas().items():
        faults += [
            f"{name}: {error.json_path} {error.message}"[:300] for error in validator.iter_errors(blocks)
        ]
    return faults


def oracles_are_here() -> bool:
    return bool(_schemas())


def _by_rules(blocks: Blocks) -> Iterator[str]:
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > TOTAL:
        yield "msg_blocks_too_long"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "block ids are not unique"
    for block in blocks:
        for leaf in _leaves(block):
            yield from _by_leaf(leaf)


def _leaves(thing: object) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        if thing.get("type") in {"text", "link", "plain_text", "mrkdwn"}:
            yield thing
        for value in thing.values():
            yield from _leaves(value)
    elif isinstance(thing, list):
        for each in thing:
            yield from _leaves(each)


def _by_leaf(leaf: dict[str, Any]) -> Iterator[str]:
    text = leaf.get("text", "")
    if not text:
        yield f"empty {leaf['type']}"
    if len(text) > 3000 or len(leaf.get("url", "")) > 3000:
        yield f"{leaf['type']} is too long"
    try:
        text.encode()
    except UnicodeEncodeError:
        yield f"{leaf['type']} holds half a character"


def _by_sdk(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"unknown block {block.get('type')}"
            else:
                parsed.to_dict()
        except SlackObjectFormationError as error:
            yield f"slack_sdk: {error}"


@cache
def _schemas() -> dict[str, Any]:
    if not ORACLES.is_dir():
        return {}
    tightknit = ORACLES / "tightknit-block-kit-schema" / "slack-block-kit.message-subset.schema.json"
    types = ORACLES / "slack-types-schema" / "slack-types-3.2.0.KnownBlock.schema.json"
    return {
        "tightknit": Draft202012Validator(json.loads(tightknit.read_text())),
        "@slack/types": Draft7Validator(json.loads(types.read_text())),
    }
