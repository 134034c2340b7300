"""Reading documents: word error of OCR on drawn pages, and what reading costs.

The pages are drawn from the true texts in ../shared/data/ocr (see its README); without them OCR is not measured. Word
errors are counted like `../shared/bench/score_repair.py` counts them: letters and digits only, aligned word by word.
"""

import difflib
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.documents.papers import column, docx, mail, pdf, picture_pdf
from tracker.documents.foreign.pdf import drawn
from tracker.documents.formats import READERS, mail_parts
from tracker.documents.media import media_type
from tracker.sandbox import barriers, run

TEXTS = Path(__file__).parents[2] / "shared" / "data" / "ocr"


def row(name: str, value: float, unit: str) -> None:
    """One line of a table."""
    print(f"  {name:<44}{value:>10,.3f} {unit}")


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median time that the work takes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def text_of(data: bytes) -> str:
    """What is read, without repair."""
    return READERS[media_type(data, "a")](data, "a", lambda *_: None).text


def errors(truth: str, text: str) -> tuple[int, int]:
    """Wrong words, and words in all."""
    wanted, found = (re.findall(r"[^\W_]+", t) for t in (truth, text))
    steps = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal"), len(wanted)


def reading() -> None:
    """What a document of ten pages costs."""
    lines = [f"Zeile {n}: Wir werden die Brücke am Hafen bis 2027 sanieren und ausbauen." for n in range(45)]
    pages = pdf([column(lines) for _ in range(10)])
    letters = docx(lines * 10)
    row("starting the sandbox", seconds(lambda: run("tracker.sandbox.child:nothing", b"")), "s")
    row("PDF of 10 pages, 5,400 words", seconds(lambda: text_of(pages)), "s")
    row("DOCX of 450 paragraphs", seconds(lambda: text_of(letters)), "s")
    row("HTML of 450 paragraphs", seconds(lambda: text_of(("<html><p>" + "<p>".join(lines * 10)).encode())), "s")
    letter = mail("Anbei.", attachments=[("a.pdf", "application/pdf", pages)])
    row("e-mail with that PDF, taken apart", seconds(lambda: mail_parts(letter, "a")), "s")
    code = "import time; t = time.perf_counter(); import tracker.documents.read; print(time.perf_counter() - t)"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    row("import tracker.documents.read", float(imported.stdout), "s")
    row("barriers that hold", sum(barriers().values()), f"of {len(barriers())}: {barriers()}")


def recognition() -> None:
    """Word error of Tesseract on pages drawn from the true texts at 300 dpi."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.true.txt"))]
    if not texts:
        print(f"  no texts in {TEXTS}: OCR is not measured")
        return
    wrong = total = 0
    started = time.perf_counter()
    for text in texts:
        lines = text.encode("cp1252", errors="replace").decode("cp1252").split("\n")
        page = drawn(pdf([column(lines, top=60, size=10.5)]), 0)
        bad, words = errors("\n".join(lines), text_of(picture_pdf([page])))
        wrong, total = wrong + bad, total + words
    row("word error", 100 * wrong / total, f"% ({wrong} of {total} words, {len(texts)} pages)")
    row("time", (time.perf_counter() - started) / len(texts), "s a page")


def main() -> None:
    """Print all tables."""
    print("Reading")
    reading()
    print("OCR of drawn pages (Tesseract, deu)")
    recognition()
    for who, name in (
        (resource.RUSAGE_SELF, "memory of this process"),
        (resource.RUSAGE_CHILDREN, "memory of the largest child"),
    ):
        row(name, resource.getrusage(who).ru_maxrss / 1000, "MB")


if __name__ == "__main__":
    main()
