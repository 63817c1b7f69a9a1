"""Reading papers, beside the plainest alternatives: speed a core, memory, and the headings that survive.

`python -m tests.bench.extraction READER ROUNDS PAGES`: one reader in a process of its own, as JSON.
"""

import importlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.pdf import read_pdf
from bot.domain.paper import Passage, sections
from tests.bench.rows import ROOT, SHARED, Row

HEADINGS = ", ".join(
    f"article .ltx_title_{kind}" for kind in ("section", "subsection", "subsubsection", "appendix")
)
MEGABYTE = 1_000_000
PATIENCE = 600

Reader = Callable[[bytes], list[str]]
"""From a page or PDF to the lines that may be headings, or to all lines."""


@dataclass(frozen=True, slots=True)
class Measured:
    speeds: list[float]
    """Pages a second of computing, one a round; for a PDF its pages are counted."""
    memory: int | None
    """Bytes that the peak grew by over the first round; None where the system does not tell."""
    headings: int
    kept: int


def rows(rounds: int = 3, pages: int = 30) -> list[Row]:
    if not SHARED.is_dir():
        return [Row("reading papers", "not measured", "", "../shared is absent")]
    return [row for reader in READERS for row in _rows(reader, rounds, pages)]


def _rows(reader: str, rounds: int, pages: int) -> list[Row]:
    name, vendors, is_pdf = reader.replace("-", " with "), _vendors(reader), reader.endswith("PDF")
    missing = [vendor for vendor in vendors if importlib.util.find_spec(vendor) is None]
    if missing:
        return [Row(name, "not measured", "", f"not installed: {', '.join(missing)} (make bench installs it)")]
    found = _aside(reader, rounds, 1 if is_pdf else pages)
    speed = f"{statistics.median(found.speeds):.1f}"
    grown = "not measured" if found.memory is None else f"{found.memory / MEGABYTE:.0f} MB"
    note = f"{rounds} rounds, {min(found.speeds):.1f} to {max(found.speeds):.1f}"
    if is_pdf:
        return [Row(f"{name}: its pages a second and core", speed, "", f"{note}; memory grew by {grown}")]
    return [
        Row(f"{name}: papers a second and core", speed, "", note),
        Row("  memory grew by", grown, "", f"peak over {pages} recorded pages, above the loaded library"),
        Row("  section headings kept", f"{found.kept / found.headings:.2f}", "", f"{found.kept} of {found.headings}"),
    ]


def _aside(reader: str, rounds: int, pages: int) -> Measured:
    """In a process of its own, so that each has its own memory."""
    command = [sys.executable, "-m", __name__, reader, str(rounds), str(pages)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True)
    return Measured(**json.loads(ended.stdout))


def measure(reader: str, rounds: int, bodies: Sequence[bytes], pages: int) -> Measured:
    """Each round reads `pages` of `bodies`, over and over; the first body warms the library up."""
    read = READERS[reader]()
    count = count_pages if reader.endswith("PDF") else lambda _body: 1
    read(bodies[0])
    before, after, speeds = peak(), None, []
    for number in range(rounds):
        some = list(islice(cycle(bodies), pages))
        began = time.process_time()
        for body in some:
            read(body)
        speeds.append(sum(count(body) for body in some) / (time.process_time() - began))
        after = peak() if number == 0 else after
    grown = after - before if after is not None and before is not None else None
    return Measured(speeds, grown, *([0, 0] if reader.endswith("PDF") else headings(read, bodies)))


def headings(read: Reader, bodies: Sequence[bytes]) -> list[int]:
    """How many headings the pages have, and of how many one stands alone in a line of what was read."""
    wanted = kept = 0
    for body in bodies:
        lines = {_letters(line) for line in read(body)}
        titles = [_letters(title) for title in _titles(body)]
        wanted += len(titles)
        kept += sum(title in lines for title in titles)
    return [wanted, kept]


def _titles(body: bytes) -> list[str]:
    selectolax = importlib.import_module("selectolax.lexbor")
    return [node.text() for node in selectolax.LexborHTMLParser(body.decode(errors="replace")).css(HEADINGS)]


def _letters(text: str) -> str:
    """As it reads, whatever blanks, marks and markup stand between."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def count_pages(body: bytes) -> int:
    pypdfium2 = importlib.import_module("pypdfium2")
    with pypdfium2.PdfDocument(body) as document:
        return len(document)


def peak() -> int | None:
    """The most bytes that this process held so far."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    fields = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return int(fields["VmHWM"].split()[0]) * 1024


def _names(passages: tuple[Passage, ...]) -> list[str]:
    return list(sections(passages))


def _trafilatura() -> Reader:
    extract = importlib.import_module("trafilatura").extract
    return lambda body: (extract(body, output_format="markdown") or "").splitlines()


def _beautiful_soup() -> Reader:
    soup = importlib.import_module("bs4").BeautifulSoup
    return lambda body: soup(body, "lxml").get_text().splitlines()


def _pypdf() -> Reader:
    from io import BytesIO

    reader = importlib.import_module("pypdf").PdfReader
    return lambda body: [page.extract_text() for page in reader(BytesIO(body)).pages]


READERS: dict[str, Callable[[], Reader]] = {
    "ours": lambda: lambda body: _names(read_html(body)),
    "trafilatura": _trafilatura,
    "BeautifulSoup": _beautiful_soup,
    "ours PDF": lambda: lambda body: _names(read_pdf(body)),
    "pypdf PDF": _pypdf,
}
VENDORS = {"trafilatura": ("trafilatura",), "BeautifulSoup": ("bs4", "lxml"), "pypdf PDF": ("pypdf",)}


def _vendors(reader: str) -> tuple[str, ...]:
    return VENDORS.get(reader, ())


def recorded(*, pdf: bool) -> list[bytes]:
    """New-style pages of arxiv.org alone: what the bot reads; or the PDFs."""
    folder, form = ("arxiv_pdf", "*.pdf") if pdf else ("arxiv_html", "2*.html")
    return [path.read_bytes() for path in sorted((SHARED / "data" / folder).glob(form))]


def main() -> None:
    reader, rounds, pages = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    bodies = recorded(pdf=reader.endswith("PDF"))
    print(json.dumps(asdict(measure(reader, rounds, bodies, pages))))


if __name__ == "__main__":
    main()
