"""Matching: quality with an interval over promises, and speed beside other engines.

Quality needs the labelled papers in ../shared/data/matching, the comparison the packages `bm25s numba tantivy`,
nearness in meaning the extra `semantic`; what is missing is named and left out. All engines see the same synthetic
documents: 200,000 words drawn by Zipf's law without the 200 commonest, promises of 20 words, documents of 200, every
fifth of which holds 12 words of a promise. "German" adds what comes before the index: splitting text, lemmas,
compounds, synonym lists. The index, its product and its ranking are those that matching itself uses; only the weights
are the textbook's, so that the ten best can be compared.
"""

import gzip
import json
import math
import random
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tracker.domain.link import ItemText, PromiseText
from tracker.linking import installed_meaning, score
from tracker.linking.index import Index, counted, merged, ranked, rarity, saturated
from tracker.linking.matcher import Matcher
from tracker.linking.terms import Analyzer

DATA = Path(__file__).parents[2] / "shared" / "data" / "matching"
WORDS, COMMONEST = 200_000, 200
CHOICES = {"TEXT": (0.25, 0.35, 0.5), "COVERAGE": (0.5, 0.8, 1.0), "MET": (0.35, 0.5, 0.75)}

Ranking = dict[str, list[str]]
Texts = list[list[int]]


def gain(grades: Sequence[int]) -> float:
    """Discounted gain of the first ten."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


def ndcg(ranked: Sequence[str], labels: dict[str, int]) -> float:
    """Normalised discounted gain of the first ten."""
    return gain([labels.get(item, 0) for item in ranked]) / gain(sorted(labels.values(), reverse=True))


def recall(ranked: Sequence[str], labels: dict[str, int]) -> float:
    """Share of the evidence (grade 2) among the first twenty."""
    evidence = {item for item, grade in labels.items() if grade == 2}
    return len(evidence & set(ranked[:20])) / len(evidence)


def interval(values: Sequence[float]) -> str:
    """Mean and the middle 90 % of means over promises drawn again 5,000 times."""
    draw = random.Random(7)  # noqa: S311  # a fixed draw, no secret
    means = sorted(statistics.mean(draw.choices(values, k=len(values))) for _ in range(5000))
    return f"{statistics.mean(values):.3f}  ({means[250]:.3f} to {means[4750]:.3f})"


def rankings(matcher: Matcher, promises: Sequence[PromiseText], items: Sequence[ItemText]) -> Ranking:
    """The items of each promise, best first."""
    found: Ranking = {promise.id: [] for promise in promises}
    for match in matcher.match(items):
        found[match.promise].append(match.item)
    return found


def left_out(promises: Sequence[PromiseText], items: Sequence[ItemText], labels: dict[str, dict[str, int]]) -> float:
    """Mean nDCG of the promises, each with the constants that are best for the others; one is changed at a time."""
    matcher = Matcher(promises)
    tried: list[dict[str, float]] = []
    for name, values in CHOICES.items():
        usual = getattr(score, name)
        for value in values:
            setattr(score, name, value)
            tried.append({p: ndcg(r, labels[p]) for p, r in rankings(matcher, promises, items).items()})
        setattr(score, name, usual)
    kept = [max(tried, key=lambda t, out=p.id: sum(v for k, v in t.items() if k != out))[p.id] for p in promises]
    return statistics.mean(kept)


def quality() -> None:
    """The table of nDCG and recall, by words and with meaning."""
    if not DATA.exists():
        print("quality: left out, no labelled papers beside the checkout")
        return
    items = read_items()
    promises = [PromiseText(**json.loads(line)) for line in (DATA / "promises.jsonl").read_text("utf-8").splitlines()]
    labels = json.loads((DATA / "qrels.json").read_text("utf-8"))
    print(f"quality, {len(promises)} promises, {len(items)} papers        mean   (90 % interval over promises)")
    meanings = {"by words": None, "with meaning": installed_meaning()}
    for name, meaning in meanings.items():
        if name != "by words" and meaning is None:
            print(f"  {name:14} left out, the extra `semantic` is not installed")
            continue
        started = time.perf_counter()
        found = rankings(Matcher(promises, meaning=meaning), promises, items)
        seconds = time.perf_counter() - started
        print(f"  {name:14} nDCG@10    {interval([ndcg(found[p.id], labels[p.id]) for p in promises])}")
        print(
            f"  {'':14} recall@20  {interval([recall(found[p.id], labels[p.id]) for p in promises])}  {seconds:.1f} s"
        )
    print(f"  by words, constants chosen on the other promises: nDCG@10 {left_out(promises, items, labels):.3f}")
    one_item(items)
    apart("cold")


def read_items() -> list[ItemText]:
    """The labelled papers and those around them."""
    with gzip.open(DATA / "items.jsonl.gz", "rt", encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    return [ItemText(row["id"], row["title"], row["text"], row["date"]) for row in rows]


def one_item(items: Sequence[ItemText]) -> None:
    """Processor time of a single new item against 1,000 promises, explanations included; titles serve as promises."""
    draw = random.Random(7)  # noqa: S311  # as above
    matcher = Matcher([PromiseText(item.id, item.title) for item in draw.sample(items, 1000)])
    times = []
    for item in draw.sample(items, 200):
        started = time.process_time()
        matcher.match([item])
        times.append(time.process_time() - started)
    times.sort()
    print(f"  one item, 1,000 promises, all features: median {times[100] * 1e3:.1f} ms, p95 {times[190] * 1e3:.1f} ms")


def apart(name: str) -> None:
    """Measure in a process of its own: nothing is loaded yet, and its memory is its own."""
    subprocess.run([sys.executable, __file__, name], check=True)


def cold() -> None:
    """Time and memory of 50,000 items against 500 promises, dictionaries included; the papers are used again."""
    started, draw = time.perf_counter(), random.Random(7)  # noqa: S311  # as above
    papers = read_items()
    items = [ItemText(f"{n}", i.title, i.text, i.date) for n, i in enumerate((papers * 5)[:50_000])]
    promises = [PromiseText(item.id, item.title, respondent="Brücke") for item in draw.sample(papers, 500)]
    found = Matcher(promises).match(items)
    wall, worked = time.perf_counter() - started, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  50,000 items, 500 promises, from cold: {wall:.0f} s ({worked:.0f} s of processor time)")
    print(f"    {len(found):,} matches, {peak:.0f} MB with items and dictionaries")


def memory() -> None:
    """What an index of 100,000 promises and 2,000 documents through it take beside the texts themselves."""
    wanted, read = synthetic(100_000, 2_000)
    started = time.process_time()
    ours(wanted)
    built = time.process_time() - started
    tracemalloc.start()
    list(ours(wanted)(read))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    print(f"  100,000 promises: index rebuilt in {built:.2f} s, at most {peak:.0f} MB for it and for matching")


def zipf_texts(number: int, length: int, draw: np.random.Generator) -> Texts:
    """Texts as word numbers, the commonest word being 0."""
    chances = np.cumsum(1 / np.arange(1, WORDS + 1))
    return np.searchsorted(chances, draw.random((number, length)) * chances[-1]).tolist()


def synthetic(promises: int, documents: int) -> tuple[Texts, Texts]:
    """Promises, and documents as their different words."""
    draw = np.random.default_rng(7)
    wanted, read = zipf_texts(promises, 20, draw), zipf_texts(documents, 200, draw)
    for number in range(0, documents, 5):
        read[number][:12] = wanted[int(draw.integers(promises))][:12]
    wanted = [[term for term in text if term >= COMMONEST] for text in wanted]
    return wanted, [sorted({term for term in text if term >= COMMONEST}) for text in read]


Search = Callable[[Texts], Iterator[list[int]]]
Engine = Callable[[Texts], Search]


def bm25(texts: Texts, terms: int) -> Index:
    """An index with the usual BM25 weights."""
    counts = merged(counted(texts, terms))
    lengths = np.fromiter(map(len, texts), dtype=float, count=len(texts))
    weights = saturated(counts, lengths, float(lengths.mean()), k1=1.2, b=0.75)
    weights.data *= rarity(np.bincount(counts.indices, minlength=terms), len(texts))[weights.indices] * 2.2
    return Index(weights)


def best_ten(index: Index, read: Texts, terms: int) -> Iterator[list[int]]:
    """The ten best texts of each document."""
    found = ranked(index.product(counted(read, terms)), 10)
    columns, ends = found.columns.tolist(), found.ends.tolist()
    return (columns[first:last] for first, last in pairwise(ends))


def ours(promises: Texts) -> Search:
    """One product of document and promise matrices."""
    index = bm25(promises, WORDS)

    def search(read: Texts) -> Iterator[list[int]]:
        for first in range(0, len(read), index.batch):
            yield from best_ten(index, read[first : first + index.batch], WORDS)

    return search


def ours_german(promises: Texts) -> Search:
    """With text in place of numbers: splitting, lemmas, compounds and synonym lists, words remembered."""
    analyzer = Analyzer()
    index = bm25([analyzer.numbers(spelled(text)) for text in promises], 2 * WORDS)

    def search(read: Texts) -> Iterator[list[int]]:
        for first in range(0, len(read), index.batch):
            numbers = [analyzer.numbers(spelled(text)) for text in read[first : first + index.batch]]
            yield from best_ten(index, numbers, 2 * WORDS)

    return search


SYLLABLES = [first + vowel + last for first in "bdfgklmnrstw" for vowel in "aeiou" for last in "lnrst"]


def spelled(text: Sequence[int]) -> str:
    """Word numbers as pronounceable words."""
    return " ".join(SYLLABLES[t % 300] + SYLLABLES[t // 300 % 300] + SYLLABLES[t // 90_000] for t in text)


def bm25s_numba(promises: Texts) -> Search:
    """The package bm25s with its compiled back end, one thread."""
    import bm25s  # noqa: PLC0415  # optional peer

    engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
    engine.index(([*promises, []], {str(term): term for term in range(WORDS)}), show_progress=False)

    def search(read: Texts) -> Iterator[list[int]]:
        found, _ = engine.retrieve(read, k=10, show_progress=False, n_threads=1)
        return iter(found.tolist())

    return search


def tantivy_or(promises: Texts) -> Search:
    """The Rust search library, one disjunction per document, one thread."""
    import tantivy  # noqa: PLC0415  # optional peer

    schema = tantivy.SchemaBuilder().add_text_field("t", tokenizer_name="whitespace", index_option="freq")
    schema = schema.add_integer_field("n", stored=True, fast=True).build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for number, text in enumerate(promises):
        writer.add_document(tantivy.Document(t=" ".join(map(str, text)), n=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(read: Texts) -> Iterator[list[int]]:
        for text in read:
            terms = [tantivy.Query.term_query(schema, "t", str(term), "freq") for term in text]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
            hits = searcher.search(query, 10, count=False).hits
            yield [searcher.doc(address)["n"][0] for _, address in hits]

    return search


OURS = "this program"
ENGINES: dict[str, tuple[Engine, tuple[str, ...]]] = {
    OURS: (ours, ()),
    "this program, German": (ours_german, ()),
    "bm25s (numba)": (bm25s_numba, ("bm25s", "numba")),
    "tantivy": (tantivy_or, ("tantivy",)),
}


def speed(promises: int, documents: int) -> None:
    """The table: time to build, documents per second of processor time, share of documents with the best ten.

    Each engine's rate is the best of three rounds: other work on the machine only ever slows one down.
    """
    wanted, read = synthetic(promises, documents)
    right = best_scores(wanted, read[:100])
    print(f"speed, {promises:>7,} promises      build s  docs/CPU-s  same top ten   we are faster by")
    rates: dict[str, float] = {}
    for name, (engine, needed) in ENGINES.items():
        missing = [package for package in needed if not find_spec(package)]
        if missing:
            print(f"  {name:22} left out, not installed: {' '.join(missing)}")
            continue
        started = time.process_time()
        search = engine(wanted)
        built = time.process_time() - started
        found = list(search(read))  # also warms up: compiled code, remembered words
        rates[name] = len(read) / min(seconds(search, read) for _ in range(3))
        alike = same(found, right) if engine is not ours_german else ""
        times = f"{rates[OURS] / rates[name]:.1f} ×" if needed else ""
        print(f"  {name:22} {built:13.2f} {rates[name]:11,.0f}  {alike:>12} {times:>18}")


def seconds(search: Search, read: Texts) -> float:
    """Processor time of one round."""
    started = time.process_time()
    list(search(read))
    return time.process_time() - started


def best_scores(promises: Texts, read: Texts) -> list[np.ndarray]:
    """All promises' BM25 scores for each document, computed the plain way in float64."""
    owners, terms = np.array([(number, term) for number, text in enumerate(promises) for term in text]).T
    lengths = np.bincount(owners, minlength=len(promises))
    norms = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    found = []
    for text in read:
        scores = np.zeros(len(promises))
        for term in text:
            counts = np.bincount(owners[terms == term], minlength=len(promises)).astype(float)
            holding = np.count_nonzero(counts)
            scores += math.log1p((len(promises) - holding + 0.5) / (holding + 0.5)) * counts * 2.2 / (counts + norms)
        found.append(scores)
    return found


def same(found: Sequence[list[int]], right: Sequence[np.ndarray]) -> str:
    """In how many documents an engine's ten have the ten best scores; which of two equal promises comes is free."""
    alike = [
        np.allclose(scores[best], np.sort(scores)[::-1][: len(best)], rtol=1e-5)
        for best, scores in zip(found, right, strict=False)
    ]
    return f"{statistics.mean(alike):.0%}"


PARTS = {"cold": cold, "memory": memory}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        PARTS[sys.argv[1]]()
    else:
        quality()
        speed(10_000, 5_000)
        speed(100_000, 2_000)
        apart("memory")
