"""Recomputes every published figure from the data beside this file. Python 3.11 or newer, nothing else.

    python3 recompute.py [FOLDER]

What is proven: no file was changed (manifest.json); the events form one chain, and every event shown whole has the hash
that it claims; every edition is the one that the chain froze; the figures of every edition follow from promises,
findings, judgements, sources and looks as they were recorded by its cut-off; today's figures follow from the same data;
the agreement between first and second verdicts (Krippendorff's α) follows from their pairs, and every published second
verdict is among them. The rules stand in readme.md.
"""

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Rows = list[dict[str, Any]]
FIRST = "0" * 64
ROUNDED = 1e-5
FOREVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


class Data:
    """The folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.zone = ZoneInfo(self.manifest["timezone"])
        self.nouns: dict[str, Rows] = {}

    def __getitem__(self, noun: str) -> Rows:
        if noun not in self.nouns:
            lines = (self.folder / f"{noun}.jsonl").read_text(encoding="utf-8").split("\n")
            self.nouns[noun] = [json.loads(line) for line in lines if line]
        return self.nouns[noun]

    def day(self, moment: str) -> date:
        """The day of a moment where the people of this instance live."""
        return datetime.fromisoformat(moment).astimezone(self.zone).date()


def changed_files(data: Data) -> list[str]:
    """Files that are not what the manifest says."""
    names = data.manifest["files"]
    return [n for n, h in names.items() if hashlib.sha256((data.folder / n).read_bytes()).hexdigest() != h]


def normal(value: Any) -> Any:
    """A value in Unicode's normal form C."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normal(v) for v in value]
    if isinstance(value, dict):
        return {normal(k): normal(v) for k, v in value.items()}
    return value


def event_hash(event: dict[str, Any]) -> str:
    """sha256 of the hash before and the canonical JSON of the event without both hashes."""
    rest = normal({k: v for k, v in event.items() if k not in {"prev", "hash"}})
    said = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((event["prev"] + said).encode()).hexdigest()


def chain_flaws(data: Data) -> list[str]:
    """Where the chain of events does not hold."""
    flaws, before = [], FIRST
    for number, event in enumerate(data["events"], start=1):
        if event["seq"] != number or event["prev"] != before:
            flaws.append(f"Ereignis {event['seq']} folgt nicht auf das vorige")
        if event["payload"] is not None and event_hash(event) != event["hash"]:
            flaws.append(f"Ereignis {event['seq']} hat nicht den Hash, den es nennt")
        before = event["hash"]
    return flaws


def edition_flaws(data: Data) -> list[str]:
    """Editions that are not what was frozen, or that name an event which is not in the chain."""
    heads = {FIRST, *(event["hash"] for event in data["events"])}
    frozen = {e["subject"]: e["payload"]["sha256"] for e in data["events"] if e["kind"] == "edition.frozen"}
    flaws = []
    for row in data["editions"]:
        digest = hashlib.sha256(row["frozen"].encode()).hexdigest()
        if digest != row["sha256"]:
            flaws.append(f"{row['key']} wurde verändert")
        if frozen.get(f"edition:{row['key']}", digest) != digest:
            flaws.append(f"{row['key']} ist nicht die Ausgabe, die eingefroren wurde")
        if json.loads(row["frozen"])["edition"]["chain_head"] not in heads:
            flaws.append(f"{row['key']} nennt ein Ereignis, das fehlt")
    return flaws


class Standing:
    """How every promise stood at the first moment after a cut-off: nothing recorded later counts."""

    def __init__(self, data: Data, until: datetime) -> None:
        self.data, self.until = data, until
        self.withdrawn = {
            e["subject"].partition(":")[2]: e["at"] for e in data["events"] if e["kind"] == "promise.withdrawn"
        }
        self.promises = [p for p in data["promises"] if self._counts(p)]
        self.evidence = self._evidence()
        self.looks = self._grouped("checks", "at")
        self.found = self._findings()

    def before(self, moment: str | None) -> bool:
        """Whether it was recorded by then."""
        return moment is not None and datetime.fromisoformat(moment) < self.until

    def _counts(self, promise: dict[str, Any]) -> bool:
        """Accepted by then, and not withdrawn by then."""
        gone = promise["state"] == "withdrawn" and (
            promise["id"] not in self.withdrawn or self.before(self.withdrawn[promise["id"]])
        )
        return self.before(promise["decided_at"]) and not gone

    def _grouped(self, noun: str, moment: str) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for row in self.data[noun]:
            if self.before(row[moment]):
                found.setdefault(row["promise"], []).append(row)
        return found

    def _evidence(self) -> dict[str, list[date]]:
        """By promise, the days on which its evidence was judged or brought."""
        last: dict[str, dict[str, Any]] = {}
        for row in self.data["judgements"]:
            if self.before(row["at"]) and not self.before(row["undone_at"]):
                last[row["link"]] = row
        days: dict[str, list[date]] = {}
        for link in self.data["links"]:
            judged = last.get(link["id"])
            if judged and judged["judgement"] == "relevant" and not link["background"]:
                days.setdefault(link["promise"], []).append(self.data.day(judged["at"]))
        for promise, brought in self._grouped("sources", "added_at").items():
            days.setdefault(promise, []).extend(self.data.day(row["added_at"]) for row in brought)
        return days

    def _findings(self) -> dict[str, dict[str, Any]]:
        """By promise, the published finding that stood: the latest day that one speaks of, then the later one."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.data["assessments"]:
            stood = row["state"] in {"published", "superseded"} or not self.before(row["returned_at"])
            if stood and self.before(row["published_at"]):
                known = found.get(row["promise"])
                if known is None or row["effective"] >= known["effective"]:
                    found[row["promise"]] = row
        return found

    def line(self, promise: str) -> dict[str, Any]:
        """The three facts of a promise."""
        finding, days = self.found.get(promise), self.evidence.get(promise)
        looks = [date.fromisoformat(row["day"]) for row in self.looks.get(promise, [])]
        state = "evidence" if days else "nothing_found" if looks else "never_checked"
        latest = max(days or looks, default=None)
        return {
            "outcome": finding["outcome"] if finding else "not_yet_rated",
            "effort": finding["effort"] if finding else "none_known",
            "role": finding["role"] if finding else "unknown",
            "knowledge": {"count": len(days or ()), "on": latest and latest.isoformat(), "state": state},
        }


def counted(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Promises counted by outcome, and how many somebody looked at."""
    outcomes: dict[str, int] = {}
    for line in lines:
        outcomes[line["outcome"]] = outcomes.get(line["outcome"], 0) + 1
    checked = sum(line["knowledge"]["state"] != "never_checked" for line in lines)
    return {"total": len(lines), "checked": checked, "outcomes": outcomes}


def figure_flaws(data: Data, row: dict[str, Any]) -> list[str]:
    """Where the figures of an edition do not follow from the data."""
    edition, cut_off = json.loads(row["frozen"])["edition"], date.fromisoformat(row["cut_off"])
    next_day = cut_off + timedelta(days=1)
    standing = Standing(data, datetime(next_day.year, next_day.month, next_day.day, tzinfo=data.zone))
    frozen = {line["id"]: line for line in edition["promises"]}
    lines = {p["id"]: standing.line(p["id"]) for p in standing.promises if covered(row, p)}
    flaws = [f"Versprechen {one} fehlt oder ist zu viel" for one in sorted(lines.keys() ^ frozen.keys())]
    for one in sorted(lines.keys() & frozen.keys()):
        flaws += [f"{one}: {fact}" for fact, value in lines[one].items() if frozen[one][fact] != value]
    whole = counted(list(lines.values()))
    if edition["coverage"] != {"checked": whole["checked"], "total": whole["total"]}:
        flaws.append("die Abdeckung")
    for group in edition["respondents"]:
        own = counted(
            [lines[i] for i, line in frozen.items() if line["respondent"] == group["respondent"] and i in lines]
        )
        said = {outcome: n for outcome, n in group["outcomes"] if n}
        if said != own["outcomes"] or group["coverage"] != {"checked": own["checked"], "total": own["total"]}:
            flaws.append(f"die Zahlen von {group['respondent']}")
    return [f"{row['key']}: {flaw}" for flaw in flaws]


def covered(edition: dict[str, Any], promise: dict[str, Any]) -> bool:
    """Whether an edition speaks of a promise: a month of all, the account of a term of those of its body and term."""
    if edition["kind"] == "monthly":
        return True
    _, body, term, *_ = edition["key"].split(":")
    return promise["body"] == body and promise["term"] in {None, f"{body}/{term}"}


def today_flaws(data: Data) -> list[str]:
    """Where today's figures, as pages and interface show them, do not follow from the data."""
    said = json.loads((data.folder / "figures.json").read_text(encoding="utf-8"))
    standing = Standing(data, FOREVER)
    lines = [(p, standing.line(p["id"])) for p in standing.promises]
    flaws = []
    keys = {"bodies": "body", "respondents": "respondent", "topics": "topic"}
    for groups, column in keys.items():
        for group in said[groups]:
            own = [line for promise, line in lines if (promise[column] or "") == group["name"]]
            flaws += [f"heute, {group['name'] or column}"] if differs(group, own) else []
    flaws += ["heute, alle"] if differs(said["whole"], [line for _, line in lines]) else []
    return flaws + (["zuletzt geprüft"] if said["looked"] != seen([line for _, line in lines], said["looked"]) else [])


def seen(lines: list[dict[str, Any]], said: dict[str, Any]) -> dict[str, Any]:
    """How many somebody looked at, ever and since a day."""
    known = [line["knowledge"]["on"] for line in lines if line["knowledge"]["state"] != "never_checked"]
    recently = sum(day is not None and day >= said["since"] for day in known)
    return {"checked": len(known), "recently": recently, "since": said["since"]}


def alpha(pairs: list[list[str]], scale: list[str]) -> float | None:
    """Krippendorff's α of pairs of values, as equal or not, or by their ranks on a scale."""
    totals = Counter(value for pair in pairs for value in pair)

    def distance(one: str, other: str) -> float:
        if one == other or not scale:
            return float(one != other)
        low, high = sorted((scale.index(one), scale.index(other)))
        between = sum(totals[value] for value in scale[low : high + 1])
        return float((between - (totals[one] + totals[other]) / 2) ** 2)

    observed = 2 * sum(distance(one, other) for one, other in pairs)
    expected = sum(totals[c] * totals[k] * distance(c, k) for c in totals for k in totals)
    return 1 - (2 * len(pairs) - 1) * observed / expected if expected else None


def agreement_flaws(data: Data) -> list[str]:
    """Where α does not follow from the pairs, or a published second verdict is not among them."""
    steps = {s["step"]: s for s in json.loads((data.folder / "agreement.json").read_text(encoding="utf-8"))["steps"]}
    flaws = []
    for name, step in steps.items():
        found = alpha(step["pairs"], step["scale"])
        if (found is None) != (step["alpha"] is None) or abs((found or 0.0) - (step["alpha"] or 0.0)) > ROUNDED:
            flaws.append(f"α von {name}")
    standing = Standing(data, FOREVER)
    promises = {p["id"]: p for p in standing.promises}
    own: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("act", "testability", "outcome")}
    for coding in data["codings"]:
        if promise := promises.get(coding["promise"]):
            first = promise | {"outcome": standing.found.get(promise["id"], {}).get("outcome")}
            for name, pairs in own.items():
                if first[name] and coding[name]:
                    pairs[first[name], coding[name]] += 1
    told = {name: Counter((one, other) for one, other in steps[name]["pairs"]) for name in own}
    return flaws + [f"die Paare von {name}" for name, pairs in own.items() if pairs - told[name]]


def differs(figure: dict[str, Any], lines: list[dict[str, Any]]) -> bool:
    """Whether a figure is not what these promises give."""
    return {k: figure[k] for k in ("total", "checked", "outcomes")} != counted(lines)


def main(folder: Path) -> int:
    """Check everything; 0 where all agrees, 1 where something does not."""
    data = Data(folder)
    told = sum(event["payload"] is not None for event in data["events"])
    checks = {
        f"{len(data.manifest['files'])} Dateien sind unverändert": changed_files(data),
        f"{len(data['events'])} Ereignisse bilden eine Kette, {told} davon sind offen nachgerechnet": chain_flaws(data),
        f"{len(data['editions'])} Ausgaben sind, wie sie eingefroren wurden": edition_flaws(data),
        "die Zahlen aller Ausgaben folgen aus den Daten": [f for e in data["editions"] for f in figure_flaws(data, e)],
        "die Zahlen von heute folgen aus den Daten": today_flaws(data),
        "die Übereinstimmung der Zweitkodierung folgt aus ihren Paaren": agreement_flaws(data),
    }
    for claim, flaws in checks.items():
        sys.stdout.write(f"{'FALSCH' if flaws else 'stimmt'}: {claim}\n" + "".join(f"        {f}\n" for f in flaws))
    return int(any(checks.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent))
