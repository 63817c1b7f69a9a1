"""Style sheets inside a page: which element each of their rules speaks of."""

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from adapters.archives.arxiv.css import LARGEST_SHEET, Style, TooMuchCss, names, rules


def page_styles(tree: LexborHTMLParser) -> dict[int, list[Style]]:
    """For each element (by its address in memory) the styles that reach it, weakest first.

    Raises TooMuchCss.
    """
    texts = [node.text() for node in tree.css("style")]
    if sum(len(text) for text in texts) > LARGEST_SHEET:
        raise TooMuchCss
    found: dict[int, list[Style]] = {}
    for rule in rules("\n".join(texts)):
        for node in _selected(tree, rule.selector):
            found.setdefault(node.mem_id, []).append(rule.style)
    return found


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """A selector that is not understood counts for every element that bears a name in it."""
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError):
        return [node for name in names(selector) for node in tree.css(name)]
