"""How well promises are found: against labelled questionnaires, beside two baselines, with every error and its rule.

    python -m benchmarks.extraction [--shared DIR] [--save FILE] [--against FILE]

`tests/data/extraction` holds sets of invented questionnaires, each labelled before the program read it; its README says
how well the first reading of each went. The other data are not part of the project, and where they are absent the
benchmark says so and measures the invented ones alone.
`--save` keeps a run's counts per document, `--against` compares this run with a kept one on the same documents.
"""

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.baselines import Sentences, by_keyword, trained
from benchmarks.scoring import Labels, Score, difference, paired, scored, verdicts
from tracker.documents.read import read
from tracker.domain.questionnaire import Act, Damage, Document, Extraction, Span
from tracker.extraction import extract

ROOT = Path(__file__).parents[1]
INVENTED = ROOT / "tests" / "data" / "extraction"
SHARED = ROOT.parent / "shared" / "data"
SURE = 0.9


@dataclass(frozen=True)
class Case:
    """A labelled document and what was found in it."""

    name: str
    gold: dict
    labels: Labels
    found: Extraction

    @property
    def score(self) -> Score:
        """Our promises against the labels."""
        return scored(self.labels, self.own, self.found.document.text)

    @property
    def own(self) -> list[tuple[Span, str]]:
        """The promises that the rules found, each with its rule."""
        return [(s.span, s.rule) for s in self.found.commitments]


def case(document: Document, gold_path: Path) -> Case:
    """Read one labelled document."""
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    return Case(document.name, gold, Labels.of(gold), extract(document))


def cases(folder: Path) -> list[Case]:
    """The labelled questionnaires of a folder."""
    return [
        case(read(path.read_bytes(), path.name), path.with_suffix(".gold.json"))
        for path in sorted(folder.glob("*.txt"))
    ]


def total(scores: list[Score]) -> Score:
    """All documents together."""
    whole = Score()
    for score in scores:
        whole.add(score)
    return whole


def quality(title: str, measured: list[Case], *, errors: bool = True) -> None:
    """Print one block: our rules, the keyword rule, answers, and every error with its rule."""
    ours = total([c.score for c in measured])
    keywords = total([scored(c.labels, by_keyword(c.found), c.found.document.text) for c in measured])
    answers = sum(len(paired(c.labels.answers, [a.span for a in c.found.answers])) for c in measured)
    labelled, found = (
        sum(map(len, n)) for n in ([c.labels.answers for c in measured], [c.found.answers for c in measured])
    )
    print(f"{title}\n  rules     {ours.line()}\n  keywords  {keywords.line()}")
    print(f"  answers   {answers} of {labelled}, {found} found")
    for error in ours.errors if errors else ():
        print(f"    {error}")


def models(measured: list[Case]) -> None:
    """Print the trained baseline beside the rules, and whether the difference could be chance."""
    predicted = trained([Sentences(c.found, c.labels) for c in measured])
    theirs = [scored(c.labels, p, c.found.document.text) for c, p in zip(measured, predicted, strict=True)]
    print(f"Trained on other documents ({len(measured)})\n  trained   {total(theirs).line()}")
    print(f"  rules against trained: {difference([c.score for c in measured], theirs)}")


def against(measured: list[Case], path: Path) -> None:
    """Print this run against a kept one, on the documents that both have."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    both = [c for c in measured if c.name in kept]
    former = [Score(*kept[c.name]) for c in both]
    print(f"Against {path.name} ({len(both)} documents): {difference([c.score for c in both], former)}")


def save(measured: list[Case], path: Path) -> None:
    """Keep right, false and missed per document."""
    counts = {c.name: [c.score.right, c.score.false, c.score.missed] for c in measured}
    path.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")


def titles(measured: list[Case]) -> None:
    """Print what the titles look like: how many end in an infinitive, how long they are, how many begin with a pronoun.

    What is in brackets or behind ", dass" stands after the infinitive.
    """
    made = [s.commitment.title for c in measured for s in c.found.commitments if s.commitment]
    heads = [re.split(r" \(|, (?:dass|ob|w\w+) ", title)[0] for title in made]
    closed = sum(re.search(r"[a-zäöüß](?:en|ern|eln|tun|sein)$", head) is not None for head in heads)
    pointing = sum(
        re.match(r"(?:Es|Sie|Ihn|Ihre?[rnm]?|Das|Dies\w*) (?![A-ZÄÖÜ])", title) is not None for title in made
    )
    lengths = sorted(map(len, made))
    print(f"Titles ({len(made)})\n  in the infinitive {closed / len(made):.3f}, beginning with a pronoun {pointing}")
    print(f"  characters: median {lengths[len(made) // 2]}, longest {lengths[-1]}, cut {sum('…' in t for t in heads)}")


def confusion(measured: Case) -> None:
    """Print labelled acts against found acts."""
    table: Counter[tuple[str, str]] = Counter()
    for label in measured.gold["statements"]:
        span = Span(label["start"], label["end"])
        best = max(measured.found.statements, key=lambda s: s.span.overlap(span))
        table[label["act"], best.act.value if best.span.overlap(span) else "nothing"] += 1
    acts = [act.value for act in Act]
    print("Acts on the true seed text: labelled down, found across")
    print(" " * 16 + "".join(f"{act[:11]:>12}" for act in acts))
    for row in acts:
        print(f"  {row:<14}" + "".join(f"{table[row, act] or '·':>12}" for act in acts))


def rules(measured: list[Case]) -> None:
    """Print how often each rule decided, and for promises how often it was right."""
    counts = Counter((s.act.value, s.rule) for c in measured for s in c.found.statements)
    right: Counter[tuple[str, bool | None]] = Counter()
    for c in measured:
        for (_, rule), verdict in zip(c.own, verdicts(c.labels, [span for span, _ in c.own]), strict=True):
            right[rule, verdict] += 1
    print("Rules, by how often they decided; of promises: right, false, neutral")
    for (act, rule), count in counts.most_common():
        told = (
            f"{right[rule, True]:>4}{right[rule, False]:>4}{right[rule, None]:>4}" if act == "commitment" else " " * 12
        )
        print(f"  {count:>5}{told}  {act:<15}{rule}")


def calibration(measured: list[Case]) -> None:
    """Print how many statements of each confidence are right.

    A promise is right by its label; anything else where it hides no labelled promise. Neutral ones do not count.
    """
    bins: Counter[tuple[float, bool]] = Counter()
    for c in measured:
        judged = dict(
            zip([s.span for s in c.found.commitments], verdicts(c.labels, [s for s, _ in c.own]), strict=True)
        )
        for statement in c.found.statements:
            verdict = judged.get(statement.span)
            if statement.act is not Act.COMMITMENT:
                verdict = all(p.overlap(statement.span) * 2 < len(p) for p in c.labels.promises)
            if verdict is not None:
                bins[round(statement.confidence, 2), verdict] += 1
    print("Confidence, and how many are right")
    for level in sorted({level for level, _ in bins}, reverse=True):
        yes, no = bins[level, True], bins[level, False]
        print(f"  {level:.2f}  {yes:>4} of {yes + no:<4} {yes / (yes + no):.3f}")
    sure = [sum(n for (level, verdict), n in bins.items() if level >= SURE and verdict is v) for v in (True, False)]
    print(f"  at least {SURE}: {sure[0]} of {sum(sure)}, {sure[0] / max(1, sum(sure)):.3f}")


def damage(pairs: list[tuple[str, Case, Case, Case]]) -> None:
    """Print what OCR damage costs: the damaged text as it is, repaired, and the true text."""
    print(f"{'OCR damage, F1':<40}{'as read':>9}{'repaired':>9}{'true':>9}")
    for name, raw, repaired, true in pairs:
        print(f"  {name:<38}{raw.score.f1:>9.3f}{repaired.score.f1:>9.3f}{true.score.f1:>9.3f}")


def damaged_pair(
    name: str, damaged: Path, damaged_gold: Path, true: Path, true_gold: Path
) -> tuple[str, Case, Case, Case]:
    """One document three ways."""
    repaired = read(damaged.read_bytes(), damaged.name)
    ways = (replace(repaired, edits=()), repaired, plain(true))
    raw, mended, whole = (case(d, g) for d, g in zip(ways, (damaged_gold, damaged_gold, true_gold), strict=True))
    return name, raw, mended, whole


def plain(path: Path) -> Document:
    """A file as text, without any repair."""
    return in_memory(path.read_bytes().decode("utf-8"), path.name)


def in_memory(text: str, name: str = "sentence") -> Document:
    """A text as an undamaged document."""
    return Document(name, "", "text/plain", text, Damage(damaged=False, umlaut_share=0.02, letters=len(text)))


def single_sentences(labelled: list[dict]) -> None:
    """Print precision and recall on sentences without context, each read as a programme."""
    score = Score()
    for one in labelled:
        found = bool(extract(in_memory(one["text"]), programme=True).commitments)
        if one["label"] == "C":
            score.right += found
            score.missed += not found
        elif one["label"] == "N" and found:
            score.false += 1
            score.errors.append(f"false  {one['text'][:100]}")
    print(f"Single sentences ({len(labelled)})\n  rules     {score.line()}")
    for error in score.errors:
        print(f"    {error}")


def speed(text: str) -> None:
    """Print words a second on a long text read as a programme, cold caches and warm."""
    document, count = in_memory(text), len(text.split())
    for state in ("cold", "warm"):
        began = time.process_time()
        extract(document, programme=True)
        print(f"Speed, {state}: {count / (time.process_time() - began):,.0f} words/s")


def damaged_pairs() -> list[tuple[str, Case, Case, Case]]:
    """The invented questionnaires that exist damaged, too."""
    return [
        damaged_pair(
            path.stem.removesuffix("_damaged"),
            path,
            path.with_suffix(".gold.json"),
            true := path.with_name(path.name.replace("_damaged", "")),
            true.with_suffix(".gold.json"),
        )
        for path in sorted(INVENTED.glob("*/*_damaged.txt"))
    ]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    sets = {folder.name: cases(folder) for folder in sorted(INVENTED.iterdir()) if folder.is_dir()}
    blind, pairs = [c for found in sets.values() for c in found], damaged_pairs()
    for name, found in sets.items():
        quality(f"Invented questionnaires, {name} ({len(found)})", found)
    measured, text = list(blind), "\n\n".join(c.found.document.text for c in blind)
    seed = options.shared / "seed"
    if seed.is_dir():
        raw = next(p for p in sorted(seed.glob("*.txt")) if p.name != "repaired.txt")
        pair = damaged_pair("seed", raw, seed / "gold.json", seed / "repaired.txt", seed / "gold_repaired.json")
        quality("Seed as damaged by OCR, repaired", [pair[2]])
        quality("Seed, true text", [pair[3]])
        labelled = cases(options.shared / "questionnaires" / "labelled")
        quality(f"Labelled questionnaires ({len(labelled)})", labelled)
        sentences = options.shared / "questionnaires" / "sentences_labelled.json"
        single_sentences(json.loads(sentences.read_text(encoding="utf-8")))
        confusion(pair[3])
        measured += [pair[3], *labelled]
        pairs.append(pair)
        longest = max(options.shared.glob("questionnaires/*.txt"), key=lambda p: p.stat().st_size)
        text = longest.read_text(encoding="utf-8")
    else:
        print(f"No labelled questionnaires at {options.shared}: the invented ones are all that is measured.")
    models([c for c in measured if "_damaged" not in c.name])
    damage(pairs)
    titles(measured)
    rules(measured)
    calibration(measured)
    if options.against:
        against(measured, options.against)
    if options.save:
        save(measured, options.save)
    speed(text)


if __name__ == "__main__":
    main()
