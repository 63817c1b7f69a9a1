"""What the elements of a LaTeXML page mean. Class names: https://math.nist.gov/~BMiller/LaTeXML/manual/."""

from collections.abc import Iterable
from enum import IntEnum, auto


class Role(IntEnum):
    DROPPED = auto()
    """Furniture, authors, bibliography, footnotes, what a browser does not show."""
    APPENDIX = auto()
    SECTION = auto()
    HEADING = auto()
    TITLE = auto()
    """A heading that names nothing to cite: of the paper, of the abstract."""
    RUN_IN = auto()
    """Opens the paragraph that follows: a paragraph's own heading, `Theorem 1.`, a bullet."""
    ABSTRACT = auto()
    BLOCK = auto()
    LISTED = auto()
    CAPTION = auto()
    ROW = auto()
    CELL = auto()
    FORMULAS = auto()
    TABLE = auto()
    LISTING = auto()
    LINE = auto()
    TAG = auto()
    """The number of a heading, caption or formula; a blank follows it."""
    BREAK = auto()
    RAISED = auto()
    MATH = auto()


_DROPPED_CLASSES = """
    ltx_authors ltx_creator ltx_author_notes ltx_dates ltx_keywords ltx_classification ltx_note ltx_ERROR
    ltx_bibliography ltx_biblist ltx_bibitem ltx_index ltx_indexlist ltx_glossary ltx_TOC ltx_toclist
    ltx_page_navbar ltx_page_header ltx_page_footer ltx_page_logo ltx_pagination ltx_rule ltx_listing_data
    ltx_tag_listingline ltx_missing_citation ltx_missing_label ltx_phantom ltx_about package-alerts
    sr-only visually-hidden screen-reader-only
"""
_DROPPED_TAGS = """
    script style template noscript noembed noframes head title desc nav header footer button form input
    details select option textarea datalist dialog iframe object embed audio video canvas map defs symbol
    clipPath marker mask pattern metadata path rect circle ellipse line polyline polygon use linearGradient
    radialGradient stop img rp colgroup link meta
"""
_CLASSES = {
    Role.SECTION: "ltx_part ltx_chapter ltx_section ltx_subsection ltx_subsubsection ltx_acknowledgements",
    Role.APPENDIX: "ltx_appendix",
    Role.HEADING: "ltx_title_part ltx_title_chapter ltx_title_section ltx_title_subsection "
    "ltx_title_subsubsection ltx_title_appendix ltx_title_acknowledgements",
    Role.TITLE: "ltx_title_document ltx_title_abstract ltx_subtitle",
    Role.RUN_IN: "ltx_title_paragraph ltx_title_subparagraph ltx_title_theorem ltx_title_proof ltx_tag_item",
    Role.ABSTRACT: "ltx_abstract",
    Role.LISTED: "ltx_item",
    Role.CAPTION: "ltx_caption",
    Role.FORMULAS: "ltx_equation ltx_equationgroup ltx_eqn_table",
    Role.TABLE: "ltx_tabular",
    Role.ROW: "ltx_tr ltx_eqn_row",
    Role.CELL: "ltx_td ltx_th ltx_eqn_cell",
    Role.LISTING: "ltx_listing",
    Role.LINE: "ltx_listingline",
    Role.TAG: "ltx_tag",
    Role.BLOCK: "ltx_p ltx_para ltx_theorem ltx_proof ltx_block ltx_logical-block ltx_minipage ltx_itemize "
    "ltx_enumerate ltx_description ltx_float ltx_figure ltx_table ltx_quote",
    Role.DROPPED: _DROPPED_CLASSES,
}
_TAGS = {
    Role.MATH: "math",
    Role.BREAK: "br hr",
    Role.RAISED: "sup",
    Role.LISTED: "li dd dt",
    Role.CAPTION: "figcaption caption",
    Role.TABLE: "table",
    Role.ROW: "tr",
    Role.CELL: "td th",
    Role.LISTING: "pre",
    Role.HEADING: "h2 h3 h4",
    Role.TITLE: "h1",
    Role.RUN_IN: "h5 h6",
    Role.BLOCK: "p div section article blockquote figure ul ol dl foreignObject center address aside main",
    Role.DROPPED: _DROPPED_TAGS,
}
_ROLE_OF_CLASS = {name: role for role, names in _CLASSES.items() for name in names.split()}
_ROLE_OF_TAG = {name: role for role, names in _TAGS.items() for name in names.split()}


def role_of(tag: str, classes: str) -> Role | None:
    """The role of an element; None for one that only styles its text. Classes go before the tag.

    Of several roles the first one named in `Role` wins: a `ltx_equation ltx_eqn_row` is a row.
    """
    roles = _roles(classes.split())
    of_tag = _ROLE_OF_TAG.get(tag)
    return of_tag if of_tag is Role.DROPPED or not roles else min(roles)


def _roles(classes: Iterable[str]) -> set[Role]:
    return {role for name in classes if (role := _ROLE_OF_CLASS.get(name))}
