"""Full-text search over what was posted. The one file that knows FTS5."""

from bot.domain.delivery import card_key
from bot.domain.message import Channel
from bot.domain.paper import Paper, PaperId
from bot.domain.searching import index_document, match_expression
from bot.domain.summary import Summary
from storage.sqlite import Transaction

FIND = """
SELECT search.paper FROM search
JOIN deliveries ON deliveries.key = :prefix || search.paper AND deliveries.state = 'sent'
WHERE search MATCH :match ORDER BY search.rank LIMIT :most
"""


def index(opened: Transaction, paper: Paper, summary: Summary) -> None:
    """Puts the paper's newest summary in the place of an older one."""
    korean = "\n".join(text for _, text in summary.parts())
    hangul, words = index_document(paper.title, paper.short_name, paper.abstract, korean)
    opened.execute("DELETE FROM search WHERE paper = :paper", {"paper": paper.id})
    row = {"paper": paper.id, "hangul": hangul, "words": words}
    opened.execute("INSERT INTO search (paper, hangul, words) VALUES (:paper, :hangul, :words)", row)


def find(opened: Transaction, channel: Channel, query: str, most: int) -> list[PaperId]:
    """The papers with a card in the channel that fit best."""
    prefix = card_key(channel, PaperId(""))
    params = {"prefix": prefix, "match": match_expression(query), "most": most}
    return [PaperId(row["paper"]) for row in opened.rows(FIND, params)]
