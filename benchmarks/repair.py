"""Quality and speed of OCR repair: word error before and after, spoiled words, words a second, cold start, memory.

Six invented texts lie in tests/data/documents/ocr, the others beside the checkout in ../shared (see its README);
without those only the former are measured. Word errors are counted like `../shared/bench/score_repair.py` counts them:
letters and digits only, aligned word by word.
"""

import difflib
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from tracker.documents import readings
from tracker.documents.damage import gauge
from tracker.documents.repair import repair
from tracker.domain.edits import apply_edits

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
OWN = ROOT / "tests" / "data" / "documents" / "ocr"
SEED = DATA / "seed" / "000_c09826cdbec22273.txt"

COLD = (
    "import sys; from pathlib import Path; from tracker.documents.read import read_file; read_file(Path(sys.argv[1]))"
)


@dataclass(frozen=True, slots=True)
class Score:
    """Word errors of one text; `seconds` are processor time."""

    name: str
    words: int
    before: int
    after: int
    spoiled: int
    uncertain: int
    seconds: float


def words(text: str) -> list[str]:
    """The words that are compared."""
    return re.findall(r"[^\W_]+", text)


def errors(truth: list[str], other: list[str]) -> tuple[int, set[int]]:
    """How many words differ, and which of the true ones are not found."""
    count, missed = 0, set()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, truth, other, autojunk=False).get_opcodes():
        if tag != "equal":
            count += max(b - a, d - c)
            missed.update(range(a, b))
    return count, missed


def measure(name: str, true: Path, damaged: Path) -> Score:
    """Repair one damaged text and compare it with the true one."""
    truth, raw = words(true.read_text(encoding="utf-8")), damaged.read_text(encoding="utf-8")
    started = time.process_time()
    edits = repair(raw, gauge(raw))
    seconds = time.process_time() - started
    before, missed_before = errors(truth, words(raw))
    after, missed_after = errors(truth, words(apply_edits(raw, edits)))
    uncertain = sum(e.uncertain for e in edits)
    return Score(name, len(truth), before, after, len(missed_after - missed_before), uncertain, seconds)


def forget_words() -> None:
    """Empty the caches of single words, so that only the lexicons are warm."""
    readings.readings.cache_clear()
    for cached in ("_words_from", "_splits"):
        getattr(readings, cached).cache_clear()


def show(score: Score) -> None:
    """One line of the table."""
    print(
        f"{score.name:12} {score.words:6} words  before {score.before / score.words:7.2%}  "
        f"after {score.after / score.words:6.2%}  spoiled {score.spoiled:2}  uncertain {score.uncertain:3}"
    )


def clean_texts() -> list[Path]:
    """Texts without damage: repair must not change a letter in them."""
    return [
        *sorted((DATA / "questionnaires").glob("*.txt")),
        *sorted((DATA / "questionnaires" / "labelled").glob("*.txt")),
        *sorted((DATA / "ocr").glob("*.true.txt")),
        DATA / "seed" / "repaired.txt",
    ]


def quality() -> list[Score]:
    """Print the errors of all texts; the seed's score comes first."""
    seed = measure("seed", DATA / "seed" / "repaired.txt", SEED)
    pages = [
        measure(path.name.split(".")[0], path, path.with_name(path.name.replace(".true.", ".damaged.")))
        for path in sorted((DATA / "ocr").glob("*.true.txt"))
    ]
    for score in (seed, *pages):
        show(score)
    for name, some in (("all 13", pages), ("odd", pages[::2]), ("even", pages[1::2])):
        before = mean(p.before / p.words for p in some)
        after = mean(p.after / p.words for p in some)
        print(f"pages, {name:5} mean before {before:7.2%}  after {after:6.2%}")
    texts = [path.read_text(encoding="utf-8-sig") for path in clean_texts()]
    changed = sum(len(repair(text, gauge(text))) for text in texts)
    print(f"clean texts  {sum(len(words(t)) for t in texts):6} words in {len(texts)} texts, changed {changed}")
    return [seed, *pages]


def own_pages() -> None:
    """Print the errors of the project's own pages, which hold twice as many umlauts as usual."""
    pages = [
        measure(path.name.removesuffix(".damaged.txt"), OWN / f"{path.name.split('.')[0]}.true.txt", path)
        for path in sorted(OWN.glob("*.damaged.txt"))
    ]
    for score in pages:
        show(score)
    total, wrong = sum(p.words for p in pages), sum(p.after for p in pages)
    print(f"own pages    {total:6} words  after {wrong / total:6.2%}  spoiled {sum(p.spoiled for p in pages)}")


def speed(first: Score) -> None:
    """Print speed and memory; `first` is the first text of this process, which loaded the lexicons."""
    forget_words()
    again = measure("seed", DATA / "seed" / "repaired.txt", SEED)
    print(f"warm, words unseen     {again.words / again.seconds:8.0f} words/s of processor time (seed)")
    seen = measure("seed", DATA / "seed" / "repaired.txt", SEED)
    print(f"warm, words seen       {seen.words / seen.seconds:8.0f} words/s (seed again)")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD, str(SEED)], check=True, cwd=ROOT)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall, busy = time.perf_counter() - started, used.ru_utime + used.ru_stime
    print(f"cold, start to end     {wall:8.1f} s ({busy:.1f} s of processor time)")
    print(f"peak memory, cold      {used.ru_maxrss / 1024:8.0f} MB")
    print(f"first text, loading    {first.seconds:8.1f} s of processor time")


def main() -> None:
    """Print the whole table, or why there is none."""
    if not SEED.is_file():
        print(f"no development data at {DATA}: only the project's own pages are measured")
        own_pages()
        return
    speed(quality()[0])
    own_pages()


if __name__ == "__main__":
    main()
