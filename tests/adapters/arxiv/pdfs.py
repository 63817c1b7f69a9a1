"""PDFs written by hand, byte for byte."""

from collections.abc import Sequence

WIDTH, HEIGHT = 600, 800
SENTENCES = (
    "We consider a plain problem and solve it with patience.",
    "The method reads every line and keeps all of them in order.",
    "It was tried on three sets of data and did well on two.",
)
RESOURCES = (
    b"/Font<</F1 3 0 R/F2 4 0 R>>/ExtGState<</Clear 5 0 R>>/XObject<</Picture 6 0 R>>"
    b"/Properties<</Layer 7 0 R>>"
)
_PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
)
_FIXED = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    b"<</ca 0>>",
    _PICTURE + b"stream\n\x80\nendstream",
    b"<</Type/OCG/Name(Layer)>>",
)


def pdf(pages: Sequence[bytes], *, page: bytes = b"", stream: bytes = b"", trailer: bytes = b"") -> bytes:
    """A document of these content streams; `page`, `stream`, `trailer`: more entries for dictionaries."""
    objects = [b"", b"", *_FIXED]
    kids = []
    for content in pages:
        objects.append(b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), stream, content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]%b/Contents %d 0 R/Resources<<%b>>>>"
            % (WIDTH, HEIGHT, page, len(objects), RESOURCES)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]>>>>>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return _file(objects, trailer)


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    body = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, trailer, len(body))
    )


def show(text: str, x: float, y: float, size: float = 10, font: str = "F1", before: str = "") -> bytes:
    """Operators that set one line; `before`: more of them in front."""
    text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"q {before} BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET Q\n".encode("cp1252")


def column(lines: Sequence[str], x: float, y: float, step: float = 12) -> bytes:
    """Lines below each other from `y`; one that begins with # is a heading."""
    return b"".join(
        show(line.removeprefix("#"), x, y - step * n, *((12, "F2") if line.startswith("#") else (10, "F1")))
        for n, line in enumerate(lines)
    )


def prose(words: int, start: int = 0) -> list[str]:
    """Numbered lines of running text, so that any two can be told apart."""
    return [f"Line number {start + n} says something about subject {start + n}." for n in range(words)]


def long_pdf() -> bytes:
    """A paper of one column: title, abstract, two sections, references."""
    first = column(
        ["#Abstract", *SENTENCES, "#1 Introduction", *prose(40), "#2 Conclusion", "It ends well."], 60, 740
    )
    second = column(
        ["#References", "[1] A. Author. A cited work. 2020.", "[2] B. Author. Another one."], 60, 740
    )
    return pdf([show("A Title in Large Letters", 60, 770, 18, "F2") + first, second])
