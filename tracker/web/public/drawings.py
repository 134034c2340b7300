"""Which charts readers see, made from the catalogue."""

from collections.abc import Iterable, Sequence

from tracker.domain.assessment import Role
from tracker.domain.tally import Group, Tally
from tracker.domain.topic import Topic
from tracker.errors import key
from tracker.reporting import charts
from tracker.reporting.charts import Chart
from tracker.services.readers import tallies
from tracker.services.readers.catalogue import Catalogue, Term
from tracker.services.readers.entry import Entry, Place
from tracker.wording import Wording

_ROLES = {
    Role.MAJORITY: key("In der Mehrheit"),
    Role.OPPOSITION: key("In der Opposition"),
    Role.UNKNOWN: key("Mehrheit oder Opposition nicht vermerkt"),
}


def by_party(name: str, title: str, entries: Sequence[Entry], wording: Wording) -> Chart:
    """Outcome by respondent, majority and opposition apart."""
    return charts.outcomes(name, title, _by_role(entries, wording), wording)


def by_topic(name: str, title: str, entries: Sequence[Entry], wording: Wording) -> Chart:
    """Outcome by topic."""
    rows = tuple(Tally(topic_name(topic, wording), one.counts, one.checked) for topic, one in tallies.by_topic(entries))
    return charts.outcomes(name, title, (Group("", rows),), wording)


def across(name: str, title: str, entries: Sequence[Entry], wording: Wording) -> Chart:
    """Respondents across topics within one municipality; majority and opposition apart in each topic."""
    groups: list[Group] = []
    for topic, _ in tallies.by_topic(entries):
        own = [one for one in entries if one.topic is topic]
        head = topic_name(topic, wording)
        groups += [Group(head, part.tallies, part.title) for part in _by_role(own, wording)]
    return charts.crossing(name, title, groups, wording)


def course(name: str, catalogue: Catalogue, place: Place, wording: Wording) -> Chart | None:
    """How the promises of a municipality stood over its term; None where no term covers the day."""
    term = _term(catalogue.terms, place, catalogue)
    steps = catalogue.steps.get(place.key)
    if term is None or not steps:
        return None
    title = wording.text(key("{place}: Verlauf der {term}"), place=place.name, term=term.name)
    return charts.progress(name, title, steps, charts.Term(term.start, term.end, catalogue.day), wording)


def topic_name(topic: Topic | None, wording: Wording) -> str:
    """A topic's name, or that there is none."""
    return wording.label(topic) if topic else wording.text(key("Ohne Thema"))


def _by_role(entries: Sequence[Entry], wording: Wording) -> tuple[Group, ...]:
    return tuple(
        Group(wording.text(_ROLES[role]), tuple(one for _, one in rows)) for role, rows in tallies.by_party(entries)
    )


def _term(terms: Iterable[Term], place: Place, catalogue: Catalogue) -> Term | None:
    """The term of that day, else the last one that began before it."""
    begun = [one for one in terms if one.place == place.key and one.start <= catalogue.day]
    return max(begun, key=lambda one: one.start, default=None)
