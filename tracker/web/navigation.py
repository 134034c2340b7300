"""The pages that people find from everywhere. What the table does not know is not offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.person import Person, Rank
from tracker.errors import key
from tracker.wording import Wording

MAIN: tuple[tuple[str, str], ...] = (
    ("/versprechen", key("Versprechen")),
    ("/antwortende", key("Antwortende")),
    ("/themen", key("Themen")),
    ("/termine", key("Termine")),
    ("/ausgaben", key("Ausgaben")),
    ("/korrekturen", key("Korrekturen")),
    ("/methodik", key("Methodik")),
    ("/daten", key("Daten")),
    ("/abo", key("Abo")),
)
WORKSHOP: tuple[tuple[str, str, Rank], ...] = (
    ("/werkstatt", key("Arbeitsliste"), Rank.VOLUNTEER),
    ("/werkstatt/einlesen", key("Einlesen"), Rank.VOLUNTEER),
    ("/werkstatt/posteingang", key("Posteingang"), Rank.VOLUNTEER),
    ("/werkstatt/treffer", key("Treffer"), Rank.VOLUNTEER),
    ("/werkstatt/bewertungen", key("Bewertungen"), Rank.VOLUNTEER),
    ("/werkstatt/meldungen", key("Meldungen"), Rank.EDITOR),
    ("/werkstatt/zweitkodierung", key("Zweitkodierung"), Rank.VOLUNTEER),
    ("/werkstatt/protokoll", key("Protokoll"), Rank.VOLUNTEER),
    ("/werkstatt/versand", key("Versand"), Rank.EDITOR),
    ("/werkstatt/personen", key("Personen"), Rank.OPERATOR),
)
FOOT: tuple[tuple[str, str], ...] = (
    ("/impressum", key("Impressum")),
    ("/datenschutz", key("Datenschutz")),
    ("/barrierefreiheit", key("Barrierefreiheit")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a navigation; `here` marks the page that is open, `within` one of its sub-pages."""

    path: str
    title: str
    here: bool
    within: bool


def main_entries(paths: frozenset[str], open_path: str, wording: Wording) -> tuple[Entry, ...]:
    """The public pages."""
    return _entries(MAIN, paths, open_path, wording)


def foot_entries(paths: frozenset[str], open_path: str, wording: Wording) -> tuple[Entry, ...]:
    """What the law, or good manners, want below every page."""
    return _entries(FOOT, paths, open_path, wording)


def workshop_entries(
    paths: frozenset[str], open_path: str, person: Person | None, wording: Wording
) -> tuple[Entry, ...]:
    """The workshop's pages for this person."""
    rank = person.rank if person else Rank.READER
    return _entries([(path, title) for path, title, needed in WORKSHOP if rank >= needed], paths, open_path, wording)


def _entries(
    wanted: Iterable[tuple[str, str]], paths: frozenset[str], open_path: str, wording: Wording
) -> tuple[Entry, ...]:
    offered: Sequence[tuple[str, str]] = [(path, title) for path, title in wanted if path in paths]
    nearest = max((path for path, _ in offered if _lies_within(open_path, path)), key=len, default="")
    return tuple(Entry(path, wording.text(title), path == open_path, path == nearest) for path, title in offered)


def _lies_within(open_path: str, path: str) -> bool:
    return open_path == path or open_path.startswith(f"{path}/")
