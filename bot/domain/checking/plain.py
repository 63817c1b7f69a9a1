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
_SAME = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("‘’‚‛′`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("∼˜〜", "~"),
        **dict.fromkeys("⨯✕✖", "×"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u2061\u2062\u2063", None),
        "⁄": "/",
        "∕": "/",
        "％": "%",
    }
)
_GLUED_TIMES = re.compile(r"(?<=\d)times(?=\d|\b)")
_LATEX_SIGN = re.compile(r"[\\{}$]")
# Stands for a dollar that is money until those that fence mathematics are gone.
_DOLLAR = "\0"
_LATEX = (
    (re.compile(r"\\\$|\$(?=\d[\d,.]*[KMBkmb]?(?:\s+[a-z]{2,}|[.,;:)]{0,2}(?:\s|$)|/))"), _DOLLAR),
    (re.compile(r"(?<=\d)(?:\{,\}|\\[,!:;]|~)(?=\d{3}(?!\d))"), ","),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\(?:times|cdot)(?![A-Za-z])"), "×"),
    (re.compile(r"\\(?:sim|approx|simeq|thicksim)(?![A-Za-z])"), "~"),
    (re.compile(r"\\pm(?![A-Za-z])"), "±"),
    (re.compile(r"\\(?:leq?|leqslant)(?![A-Za-z])"), "≤"),
    (re.compile(r"\\(?:geq?|geqslant)(?![A-Za-z])"), "≥"),
    (re.compile(r"\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])"), "→"),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"\1/\2"),
    (re.compile(r"\\[dt]frac(\d)(\d)|\\frac(\d)(\d)"), r"\1\3/\2\4"),
    (
        re.compile(
            r"\\(?:math(?:bf|rm|bb|cal|sf|it|tt|frak|scr)|text(?:bf|it|rm|sc|tt|sf|normal)?|bm"
            r"|boldsymbol|emph"
            r"|underline|operatorname\*?|left|right|big|Big|displaystyle|textstyle|mbox|bf|rm|it"
            r"|sc)(?![A-Za-z])"
        ),
        "",
    ),
    (re.compile(r"\\[,!:;>]"), " "),
    (re.compile(r"\\([A-Za-z]+)"), r"\1"),
    (re.compile(r"\\(.)"), r"\1"),
    (re.compile(r"[{}$]"), ""),
    (re.compile(_DOLLAR), "$"),
)
_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
upsilon phi chi psi omega
"""
_GREEK = str.maketrans(dict(zip("αβγδεζηθικλμνξπρστυφχψω", _GREEK_NAMES.split(), strict=True)) | {"×": "x"})
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_LETTERS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w%.]|_")
_NOT_WORD = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """One spelling for what looks the same: NFKC, one dash, straight quotes, LaTeX without its commands.

    `10⁵` and `10^{5}` become `10^5`, `100\\times` becomes `100×`, `1{,}000` becomes `1,000`.
    """
    if not text.isascii():
        text = _SUPERSCRIPT.sub(lambda run: "^" + run[0].translate(_SUPERSCRIPT_DIGITS), text)
        text = _NARROW_BLANK.sub("", text)
        text = unicodedata.normalize("NFKC", text).translate(_SAME)
    # Lists of papers write `8.7times` where the paper has `8.7\\times`.
    text = _GLUED_TIMES.sub("×", text)
    if _LATEX_SIGN.search(text):
        for pattern, replacement in _LATEX:
            text = pattern.sub(replacement, text)
    return text


def squeezed(text: str) -> str:
    """Letters, digits, `%` and decimal points of a `plain` text: what a quote must share with its source."""
    text = text.casefold()
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
