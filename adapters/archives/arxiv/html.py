"""From a LaTeXML page (arxiv.org/html) to passages: what a reader sees of the body, and nothing else."""

from selectolax.lexbor import LexborHTMLParser

from adapters.archives.arxiv.css import TooMuchCss
from adapters.archives.arxiv.front import without_front_matter
from adapters.archives.arxiv.markup import check_depth, decode
from adapters.archives.arxiv.passages import NoText, is_paper, passages
from adapters.archives.arxiv.sheet import page_styles
from adapters.archives.arxiv.walk import Reader
from bot.domain.paper import Passage


def read_html(body: bytes) -> tuple[Passage, ...]:
    """The passages of a page as arXiv sends it; works in memory proportional to the page.

    Raises NoText when it is no paper's text: no LaTeXML document, an empty shell, a cut-off page.
    """
    page = decode(body)
    if "</article" not in page:
        raise NoText("the page holds no whole article")
    check_depth(page)
    tree = LexborHTMLParser(page)
    article = tree.css_first("article.ltx_document")
    if article is None:
        raise NoText("the page holds no LaTeXML document")
    try:
        reader = Reader(page_styles(tree))
    except TooMuchCss as error:
        raise NoText("the page brings its own style sheets") from error
    reader.read(article)
    names = " ".join(node.text() for node in article.css(".ltx_authors, .ltx_title_document"))
    blocks = without_front_matter(reader.blocks, names)
    if not is_paper(blocks):
        raise NoText("the page has no body")
    return passages(blocks)
