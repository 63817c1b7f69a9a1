"""Papers and models write the same thing in many letters: ligatures, LaTeX, curly quotes, odd dashes.

Everything that is compared goes through `plain` (readable, positions are its own) and, where only the letters
count, through `squeezed` (no blanks, no punctuation) or `folded` (one word).
"""

import re
import unicodedata

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
# A blank inside a number, 60 000, is always one of the narrow ones; the plain blank separates two numbers.
_NARROW_BLANK = re.compile("(?<=\\d)[\u2009\u202f\u2006](?=\\d{3}(?!\\d))")
_SAME = {
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("‘’‚‛′`", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("∼˜〜", "~"),
    **dict.fromkeys("⨯✕✖", "×"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u2061\u2062\u2063", ""),
    "⁄": "/",
    "∕": "/",
    "％": "%",
}
_UNUSUAL = re.compile(f"[{''.join(_SAME)}]")
_GLUED_TIMES = re.compile(r"(?<=\d)times(?=\d|\b)")
_LATEX_SIGN = re.compile(r"[\\{}$]")
# Stands for a dollar that is money until those that fence mathematics are gone.
_DOLLAR = "\0"
_MONEY = re.compile(r"\\\$|\$(?=\d[\d,.]*[KMBkmb]?(?:\s+[a-z]{2,}|[.,;:)]{0,2}(?:\s|$)|/))")
_THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|\\[,!:;]|~)(?=\d{3}(?!\d))")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}|\\[dt]frac(\d)(\d)|\\frac(\d)(\d)")
_COMMAND = re.compile(r"\\+(?:(operatorname\*|[A-Za-z]+)|(.))")
_UNSEEN = """
mathbf mathrm mathbb mathcal mathsf mathit mathtt mathfrak mathscr text textbf textit textrm textsc texttt
textsf textnormal bm boldsymbol emph underline operatorname operatorname* left right big Big displaystyle
textstyle mbox bf rm it sc
"""
_SIGNS = {
    **dict.fromkeys(("times", "cdot"), "×"),
    **dict.fromkeys(("sim", "approx", "simeq", "thicksim"), "~"),
    "pm": "±",
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    **dict.fromkeys(("to", "rightarrow", "longrightarrow"), "→"),
    **dict.fromkeys(_UNSEEN.split(), ""),
    **dict.fromkeys(",!:;>", " "),
}
"""What a LaTeX command looks like in print; any other one is its own name."""
_FENCES = re.compile(r"[{}$]")
_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
upsilon phi chi psi omega
"""
_GREEK = str.maketrans(dict(zip("αβγδεζηθικλμνξπρστυφχψω", _GREEK_NAMES.split(), strict=True)) | {"×": "x"})
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_LETTERS = re.compile(r"[^\w%](?<!\d\.(?=\d))")
_NOT_WORD = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """One spelling for what looks the same: NFKC, one dash, straight quotes, LaTeX without its commands.

    `10⁵` and `10^{5}` become `10^5`, `100\\times` becomes `100×`, `1{,}000` becomes `1,000`.
    """
    if not text.isascii():
        text = _SUPERSCRIPT.sub(lambda run: "^" + run[0].translate(_SUPERSCRIPT_DIGITS), text)
        text = _NARROW_BLANK.sub("", text)
        text = _UNUSUAL.sub(lambda sign: _SAME[sign[0]], unicodedata.normalize("NFKC", text))
    # Lists of papers write `8.7times` where the paper has `8.7\\times`.
    if "times" in text:
        text = _GLUED_TIMES.sub("×", text)
    return _without_latex(text) if _LATEX_SIGN.search(text) else text


def _without_latex(text: str) -> str:
    text = _THOUSANDS.sub(",", _MONEY.sub(_DOLLAR, text))
    if "\\" in text:
        text = _COMMAND.sub(_printed, _FRACTION.sub(_divided, text))
    return _FENCES.sub("", text).replace(_DOLLAR, "$")


def _divided(fraction: re.Match[str]) -> str:
    above, below = (part for part in fraction.groups() if part is not None)
    return f"{above}/{below}"


def _printed(command: re.Match[str]) -> str:
    name = command[1] or command[2]
    return _SIGNS.get(name, name)


def squeezed(text: str) -> str:
    """Letters, digits, `%` and decimal points of a `plain` text: what a quote must share with its source."""
    text = text.casefold().replace("_", "")
    return _NOT_LETTERS.sub("", text if text.isascii() else without_marks(text).translate(_GREEK))


def folded(word: str) -> str:
    """A name without case, hyphens and marks: `Twin-Flow`, `TWINFLOW` and `TwinFlow` are one."""
    return _NOT_WORD.sub("", without_marks(word.casefold()))


def without_marks(text: str) -> str:
    """`naïve` as `naive`; other scripts stay as they are."""
    if not _ACCENTED.search(text):
        return text
    # Composed again, or Hangul would stay in pieces.
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
