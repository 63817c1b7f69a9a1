"""One walk over a LaTeXML page, from its first element to its last: what shows becomes blocks."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from adapters.archives.arxiv.css import Style, cascade, declarations
from adapters.archives.arxiv.formula import formula_text
from adapters.archives.arxiv.passages import ABSTRACT, MAIN, MOST_CHARACTERS, Block, plain
from adapters.archives.arxiv.roles import Role, role_of
from adapters.archives.arxiv.visible import SVG_TRANSFORM, Look, look_inside
from bot.domain.paper import PassageKind

LARGEST_TABLE = 20_000
"""Characters of one table; the rows after that are not read."""

MOST_BLOCKS = 20_000
"""The longest pages measured have a few hundred."""

_PRESENTATION = {
    "color": "color", "bgcolor": "background-color", "opacity": "opacity", "visibility": "visibility",
    "display": "display", "font-size": "font-size", "transform": SVG_TRANSFORM,
}  # fmt: skip
_STYLED = _PRESENTATION.keys() | {"style", "hidden", "aria-hidden", "fill"}
_EXPONENT = re.compile(r"\s*[-−+]?\d")
_APPENDIX = re.compile(r"(?:Appendi|Supplement)", re.IGNORECASE)
_FORCED = {
    Role.SECTION, Role.APPENDIX, Role.ABSTRACT, Role.HEADING, Role.TITLE, Role.CAPTION, Role.FORMULAS,
    Role.TABLE, Role.LISTING,
}  # fmt: skip


class _Context(NamedTuple):
    """What holds for everything inside an element."""

    look: Look
    shows: bool = True
    kind: PassageKind = PassageKind.PARAGRAPH
    listed: bool = False
    centered: bool = False
    keeps_lines: bool = False


class _Open(NamedTuple):
    """An element that was entered, with what to return to when it ends."""

    role: Role | None
    context: _Context
    section: str
    appendix: bool
    outermost: bool
    """Of tables and their cells: not inside another one."""


_UNCHANGED = _Open(None, _Context(Look()), MAIN, appendix=False, outermost=False)
"""Stands for an element to which nothing needs to be done when it ends."""


class Reader:
    """Walks the tree once, without recursion, and collects blocks."""

    def __init__(self, styles: dict[int, list[Style]]) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._context = _Context(Look())
        self._section, self._appendix = MAIN, False
        self._words: list[str] = []
        self._characters = 0
        self._run_in = False
        self._rows: list[list[str]] | None = None
        self._before_cell: list[str] | None = None
        self._roles: dict[tuple[str, str], Role | None] = {}
        self._looks: dict[tuple[Look, str], Look] = {}

    def read(self, root: LexborNode) -> None:
        pending: list[LexborNode | _Open] = [root]
        while pending and self._characters <= MOST_CHARACTERS and len(self.blocks) <= MOST_BLOCKS:
            node = pending.pop()
            if isinstance(node, _Open):
                self._leave(node)
                continue
            if node is not root and (sibling := node.next) is not None:
                pending.append(sibling)
            if node.is_text_node:
                self._write(node.text_content or "")
            elif node.is_element_node and (opened := self._enter(node)) is not None:
                if opened is not _UNCHANGED:
                    pending.append(opened)
                if (child := node.first_child) is not None:
                    pending.append(child)
        self._flush()

    def _enter(self, node: LexborNode) -> _Open | None:
        """None for an element whose inside is passed over."""
        attributes = node.attributes
        classes = attributes.get("class") or ""
        role = self._role(node.tag or "", classes)
        if role is Role.DROPPED:
            return None
        context = self._context
        look = self._look(node, attributes)
        if look.gone:
            return None
        if role is Role.MATH:
            self._append(formula_text(node, look))
            return None
        if role is None and look is context.look:
            return _UNCHANGED
        opened = _Open(role, context, self._section, self._appendix, self._is_outermost(role))
        if look is not context.look:
            self._context = context._replace(look=look, shows=look.shows)
        if role is not None:
            self._open(role, node, classes)
        return opened

    def _role(self, tag: str, classes: str) -> Role | None:
        key = (tag, classes)
        if key not in self._roles:
            self._roles[key] = role_of(tag, classes)
        return self._roles[key]

    def _look(self, node: LexborNode, attributes: dict[str, str | None]) -> Look:
        look = self._context.look
        rules = self._styles.get(node.mem_id) if self._styles else None
        styled = attributes.keys() & _STYLED
        if rules is None and not styled:
            return look
        if rules is not None or styled != {"style"}:
            return look_inside(look, _style(node.tag or "", attributes, rules or []))
        key = (look, attributes["style"] or "")
        if key not in self._looks:
            self._looks[key] = look_inside(look, cascade([declarations(key[1])]))
        return self._looks[key]

    def _is_outermost(self, role: Role | None) -> bool:
        if role is Role.TABLE:
            return self._rows is None
        return role is Role.CELL and self._rows is not None and self._before_cell is None

    def _open(self, role: Role, node: LexborNode, classes: str) -> None:
        if role is Role.RAISED:
            if self._words and self._words[-1][-1:].isalnum() and _EXPONENT.match(node.text()):
                self._append("^")
        elif role is Role.BREAK:
            self._append("\n" if self._context.keeps_lines else " ")
        elif role is Role.ROW and self._rows is not None and self._before_cell is None:
            self._rows.append([])
        elif role is Role.CELL and self._is_outermost(role):
            self._before_cell, self._words = self._words, []
        elif role not in {Role.ROW, Role.CELL, Role.LINE, Role.TAG}:
            self._open_block(role, classes)

    def _open_block(self, role: Role, classes: str) -> None:
        self._end_block(forced=role in _FORCED)
        context = self._context
        if role is Role.ABSTRACT:
            self._section = ABSTRACT
        elif role is Role.APPENDIX:
            self._appendix = True
        elif role is Role.CAPTION:
            context = context._replace(kind=PassageKind.CAPTION)
        elif role is Role.FORMULAS:
            context = context._replace(kind=PassageKind.FORMULA)
        elif role is Role.TABLE and self._rows is None:
            self._rows = []
        elif role in {Role.LISTED, Role.LISTING}:
            context = context._replace(listed=True, keeps_lines=context.keeps_lines or role is Role.LISTING)
        if "ltx_align_center" in classes and not context.centered:
            context = context._replace(centered=True)
        self._context = context

    def _leave(self, opened: _Open) -> None:
        role = opened.role
        if role is not None:
            self._close(opened, role)
        self._context = opened.context

    def _close(self, opened: _Open, role: Role) -> None:
        if role is Role.HEADING and self._rows is None:
            self._begin_section()
        elif role is Role.TITLE and self._rows is None:
            self._words.clear()
        elif role is Role.RUN_IN:
            self._append(" ")
            self._run_in = bool(plain("".join(self._words)))
        elif role is Role.TABLE and opened.outermost:
            self._end_table()
        elif role is Role.CELL and opened.outermost:
            self._end_cell()
        elif role in {Role.TAG, Role.CELL}:
            self._append(" ")
        elif role in {Role.LINE, Role.ROW}:
            self._append("\n")
        elif role is not Role.RAISED:
            self._end_block(forced=role in _FORCED)
        if role in {Role.SECTION, Role.APPENDIX, Role.ABSTRACT}:
            self._section, self._appendix = opened.section, opened.appendix

    def _write(self, text: str) -> None:
        if not self._context.shows:
            return
        if not text.isspace():
            self._run_in = False
        self._append(text if self._context.keeps_lines else text.replace("\n", " "))

    def _append(self, text: str) -> None:
        self._words.append(text)
        self._characters += len(text)

    def _end_block(self, *, forced: bool) -> None:
        if self._rows is not None:
            self._append(" ")
        elif forced or not self._run_in:
            self._flush()

    def _flush(self) -> None:
        text = plain("".join(self._words))
        self._words.clear()
        self._run_in = False
        if text:
            context = self._context
            self.blocks.append(
                Block(self._section, text, context.kind, self._appendix, context.listed, context.centered)
            )

    def _begin_section(self) -> None:
        heading = plain("".join(self._words)).replace("\n", " ")
        self._words.clear()
        if heading:
            self._section = heading
            self._appendix = self._appendix or _APPENDIX.match(heading) is not None

    def _end_cell(self) -> None:
        cell = plain("".join(self._words)).replace("\n", " ")
        self._words, self._before_cell = self._before_cell or [], None
        rows = self._rows
        if rows:
            rows[-1].append(cell)

    def _end_table(self) -> None:
        rows, self._rows = self._rows or [], None
        self._words.clear()
        text = "\n".join(" | ".join(row).rstrip(" |") for row in rows if any(row))
        if len(text) > LARGEST_TABLE:
            text = text[: text.rfind("\n", 0, LARGEST_TABLE) + 1 or LARGEST_TABLE].rstrip()
        if text:
            context = self._context
            self.blocks.append(
                Block(self._section, text, PassageKind.TABLE, self._appendix, centered=context.centered)
            )


def _style(tag: str, attributes: dict[str, str | None], rules: list[Style]) -> Style:
    own: Style = {}
    for name, value in attributes.items():
        if name in _PRESENTATION:
            own[_PRESENTATION[name]] = (value or "").strip().lower()
    if tag in {"text", "tspan"} and attributes.get("fill"):
        own["color"] = (attributes["fill"] or "").lower()
    style = cascade([own, *rules, declarations(attributes.get("style") or "")])
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        style["display"] = "none"
    return style
