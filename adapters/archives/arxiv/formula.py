"""A formula as text: its TeX source, but only as far as the reader sees the same on the page."""

import re
import unicodedata
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from adapters.archives.arxiv.css import Style, cascade, declarations
from adapters.archives.arxiv.visible import Look, look_inside

LONGEST_FORMULA = 4_000
"""Characters of TeX source; a longer one is cut."""

_STYLED = re.compile(
    r"<mphantom|<merror|\s(?:mathcolor|mathsize|mathbackground|style|hidden|aria-hidden)=|phantom"
)
_TAG = re.compile(r"<[^>]*>")
_NO_WORDS = re.compile(
    r"\\(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?(?:\{[lcr|@{} ]*\})?"
    r"|\\(?:definecolor|color|pgfsys\S*?)(?:\[[^\]]*\]|\{[^{}]*\})*"
    r"|\\hskip[^\\]*|\\[A-Za-z]+|&[a-z]+;"
)
_WORD = re.compile(r"[A-Za-z]{4,}")
_LETTERS = re.compile(r"[A-Za-z]+")
_TEXT = re.compile(r"<mtext[^>]*>([^<]*)")
_SIGNS = {
    r"\times": "×", r"\pm": "±", r"\approx": "≈", r"\sim": "~", r"\leq": "≤", r"\geq": "≥", r"\le": "≤",
    r"\ge": "≥", r"\rightarrow": "→", r"\to": "→", r"\uparrow": "↑", r"\downarrow": "↓", r"\cdot": "·",
    r"\ldots": "…", r"\dots": "…", r"\,": " ", r"\;": " ", r"\ ": " ", r"\{": "{", r"\}": "}", r"\_": "_",
    r"\%": "%", r"\#": "#", r"\&": "&", r"\$": "$", r"\|": "‖", r"\mid": "|", r"\langle": "⟨",
    r"\rangle": "⟩", r"\infty": "∞", r"\dagger": "†", r"\checkmark": "✓",
}  # fmt: skip
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)\s?")
_MATHML = {"mathcolor": "color", "mathbackground": "background-color", "mathsize": "font-size"}


def formula_text(math: LexborNode, look: Look) -> str:
    """The TeX source of a `math` element; where source and formula differ, the signs that show.

    TeX can hide (`\\phantom`, `\\color{white}`), and the source is an attribute that nobody sees: so its
    words must stand in the formula, and nothing of the formula may be hidden. Sometimes LaTeXML loses
    half of the source, so the formula's words must stand in the source, too.
    """
    if not look.shows:
        return ""
    source = math.attributes.get("alttext") or ""
    shown = (math.html or "").partition("<annotation")[0]
    if source and _say_the_same(source, shown) and not (_STYLED.search(shown) and _signs(math, look).hidden):
        return readable(source[:LONGEST_FORMULA])
    return _signs(math, look).text[:LONGEST_FORMULA]


def readable(source: str) -> str:
    """`85\\%` as `85%`, `0.1\\times` as `0.1×`; a source that stays TeX after that keeps its commands."""
    source = " ".join(source.replace("%\n", "").split()).removeprefix("\\displaystyle").strip()
    if "\\" not in source:
        return source
    simple = _COMMAND.sub(lambda found: _SIGNS.get(found[0].rstrip(), found[0]), source)
    return simple if "\\" not in simple else source.replace("\\%", "%").replace("{,}", ",")


def _say_the_same(source: str, shown: str) -> bool:
    wanted = _WORD.findall(_NO_WORDS.sub(" ", source))
    if wanted:
        seen = _letters(unicodedata.normalize("NFKC", _TAG.sub("", shown)))
        if not all(word in seen for word in wanted):
            return False
    texts = [word for text in _TEXT.findall(shown) for word in _WORD.findall(text)]
    return not texts or all(word in _letters(source) for word in texts)


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))


@dataclass(frozen=True, slots=True)
class _Signs:
    text: str
    hidden: bool
    """Something in the formula does not show."""


def _signs(math: LexborNode, look: Look) -> _Signs:
    """The formula sign by sign; its layout is lost."""
    signs: list[str] = []
    hidden = False
    pending: list[tuple[LexborNode, Look]] = [(math, look)]
    while pending:
        node, look = pending.pop()
        if node.next is not None and node is not math:
            pending.append((node.next, look))
        if node.is_text_node:
            signs.append((node.text_content or "") if look.shows else "")
            hidden = hidden or not look.shows
        elif (tag := node.tag or "") in {"merror", "mphantom"}:
            hidden = True
        elif node.is_element_node and not tag.startswith("annotation"):
            signs.append(" " if tag == "mtd" else "")
            if node.first_child is not None:
                pending.append((node.first_child, look_inside(look, _style(node))))
    return _Signs(" ".join("".join(signs).split()), hidden)


def _style(node: LexborNode) -> Style:
    attributes = node.attributes
    own = {_MATHML[name]: (value or "").lower() for name, value in attributes.items() if name in _MATHML}
    if "hidden" in attributes or "phantom" in (attributes.get("class") or ""):
        own["display"] = "none"
    return cascade([own, declarations(attributes.get("style") or "")])
