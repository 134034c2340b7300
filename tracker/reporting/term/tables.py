"""The figures of a term: outcomes by respondent, effort against outcome, time to fulfilment, what stayed unchecked."""

from datetime import date
from statistics import median_low

from tracker.domain.assessment import Effort, KnowledgeState, Outcome, Role
from tracker.domain.report import PromiseLine, TermLine, by_respondent, coverage
from tracker.errors import key
from tracker.reporting.blocks import Block, Cell, Group, Listing, Section, Table, Tone
from tracker.reporting.counts import cross, cross_table, standing, standing_table, topic_table
from tracker.reporting.drawn import by_outcome, by_topic
from tracker.reporting.drawn import course as drawn_course
from tracker.reporting.pieces import checked, paragraph, respondent, share
from tracker.reporting.rich import Rich, foreign, rich, said
from tracker.reporting.term.basis import Term
from tracker.wording import Wording

DELIVERED = (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED)


def overview(term: Term) -> Section:
    """The whole in five lines, each with what it does not say."""
    lines, wording = term.edition.promises, term.wording
    unseen = sum(line.knowledge.state is KnowledgeState.NEVER_CHECKED for line in lines)
    rows = (
        (key("Angenommene Versprechen"), len(lines), key("so viele haben Menschen als Zusage anerkannt")),
        (
            key("Mindestens einmal geprüft"),
            len(lines) - unseen,
            key("geprüft heißt nicht entschieden"),
        ),
        (
            key("Mit endgültigem Ergebnis"),
            sum(line.outcome.final for line in lines),
            key("umgesetzt, teilweise umgesetzt, nicht umgesetzt oder nicht überprüfbar"),
        ),
        (
            key("Umgesetzt oder teilweise umgesetzt"),
            sum(line.outcome in DELIVERED for line in lines),
            key("sagt nicht, wer es durchgesetzt hat"),
        ),
        (key("Nie geprüft"), unseen, key("niemand hat nachgesehen; es heißt nicht, dass nichts geschehen ist")),
    )
    table = Table(
        "tabelle-ueberblick",
        wording.text(key("Stand der Versprechen am {day}"), day=wording.day(term.edition.cut_off)),
        (
            Cell(said(wording, key("Was"))),
            Cell(said(wording, key("Anzahl")), number=True),
            Cell(said(wording, key("Was die Zahl nicht zeigt"))),
        ),
        tuple((Cell(said(wording, what)), _number(wording, n), Cell(said(wording, rest))) for what, n, rest in rows),
        figures=True,
    )
    return term.section("ueberblick", key("Auf einen Blick"), (table,))


def outcomes(term: Term) -> Section:
    """Outcomes by respondent, with the sums."""
    edition, wording = term.edition, term.wording
    table = standing(edition.respondents)
    title = key("Ergebnisse nach Antwortenden")
    if not table.rows:
        none = key("Kein Versprechen wurde angenommen; es gibt nichts zu zählen.")
        return term.section("stand", title, term.line(none, Tone.EMPTY))
    role = key("Ob eine Gruppe in der Mehrheit war, entscheidet mit darüber, was sie umsetzen konnte.")
    basis = paragraph(rich(checked(wording, edition.coverage), "."), said(wording, role), tone=Tone.BASIS)
    drawn = by_outcome(wording, edition.promises)
    return term.section("stand", title, (basis,), drawn, standing_table(wording, table, edition.coverage))


def course(term: Term) -> tuple[Section, ...]:
    """How the outcomes grew over the term."""
    drawn = drawn_course(term.wording, term.edition)
    if not drawn:
        return ()
    basis = key("Jede Säule reicht von einer Veröffentlichung bis zur nächsten. Leer ist, was noch vor uns liegt.")
    return (term.section("verlauf", key("Verlauf der Wahlperiode"), term.line(basis, Tone.BASIS), drawn),)


def by_topics(term: Term) -> tuple[Section, ...]:
    """Outcomes by topic; nothing where nobody gave a promise its topic."""
    lines, wording = term.edition.promises, term.wording
    if not any(line.topic for line in lines):
        return ()
    basis = key("Das Thema gibt ein Mensch jedem Versprechen, wenn er es annimmt.")
    table = topic_table(wording, lines)
    return (
        term.section(
            "themen",
            key("Ergebnisse nach Themen"),
            term.line(basis, Tone.BASIS),
            by_topic(wording, lines),
            (table,),
        ),
    )


def efforts(term: Term) -> tuple[Section, ...]:
    """What the respondents did against what came of it, majority and opposition apart."""
    wording, lines = term.wording, term.edition.promises
    if not lines:
        return ()
    blocks: list[Block] = []
    for role in Role:
        own = [line for line in lines if line.role is role]
        if own:
            pairs = [(wording.label(line.effort), line.outcome) for line in own]
            table = cross([wording.label(effort) for effort in Effort], pairs)
            caption = wording.text(key("Einsatz und Ergebnis, {role}"), role=wording.label(role))
            first = wording.text(key("Einsatz"))
            blocks.append(cross_table(wording, table, f"tabelle-einsatz-{role.value}", caption, first))
    basis = key(
        "Ein Versprechen kann umgesetzt werden, ohne dass die Gruppe etwas dafür tat, und scheitern, obwohl sie alles "
        "versuchte. „Kein Einsatz bekannt“ heißt: Niemand hat einen Beleg dafür gefunden."
    )
    title = key("Einsatz und Ergebnis")
    return (term.section("einsatz", title, term.line(basis, Tone.BASIS), tuple(blocks)),)


def durations(term: Term) -> tuple[Section, ...]:
    """How long it took from the beginning of the term until something was delivered."""
    wording, start = term.wording, term.edition.start
    days: dict[str, list[int]] = {}
    for line in term.edition.promises:
        settled = term.accounts[line.id].settled_on
        if line.outcome in DELIVERED and settled is not None:
            days.setdefault(line.respondent, []).append(max((settled - start).days, 0))
    title = key("Zeit bis zur Umsetzung")
    if not days:
        none = key("Kein Versprechen ist mit Datum als umgesetzt bewertet; eine Dauer lässt sich nicht angeben.")
        return (term.section("dauer", title, term.line(none, Tone.EMPTY)),) if term.edition.promises else ()
    late = sum(account.late for account in term.accounts.values())
    rows = tuple((respondent(wording, name), own) for name, own in sorted(days.items()))
    every = (said(wording, key("Alle")), [n for own in days.values() for n in own])
    heads = (key("kürzeste"), key("mittlere"), key("längste"))
    table = Table(
        "tabelle-dauer",
        wording.text(key("Tage vom Beginn der Wahlperiode bis zum Tag, von dem die Bewertung spricht")),
        (
            Cell(said(wording, key("Wer geantwortet hat"))),
            Cell(said(wording, key("Anzahl")), number=True),
            *(Cell(said(wording, head), number=True) for head in heads),
        ),
        tuple(_duration(wording, *row) for row in rows),
        _duration(wording, *every),
    )
    basis = key("Gezählt sind umgesetzte und teilweise umgesetzte Versprechen. Nach Ablauf der Frist: {late}.")
    note = key("Die mittlere Dauer ist der Median: Die Hälfte war schneller oder gleich schnell.")
    return (
        term.section(
            "dauer",
            title,
            term.line(basis, Tone.BASIS, late=wording.number(late)),
            (table,),
            term.line(note, Tone.NOTE),
        ),
    )


def _duration(wording: Wording, name: Rich, days: list[int]) -> tuple[Cell, ...]:
    values = (len(days), min(days), median_low(days), max(days))
    return (Cell(name), *(_number(wording, n) for n in values))


def unchecked(term: Term) -> Section:
    """What nobody ever looked at."""
    wording = term.wording
    lines = [line for line in term.edition.promises if line.knowledge.state is KnowledgeState.NEVER_CHECKED]
    title = key("Was ungeprüft blieb")
    if not lines:
        done = key("Jedes der {total} Versprechen hat schon mindestens einmal jemand geprüft.")
        none = key("Kein Versprechen wurde angenommen; es gibt nichts zu prüfen.")
        total = len(term.edition.promises)
        words = term.line(done, total=wording.number(total)) if total else term.line(none, Tone.EMPTY)
        return term.section("ungeprueft", title, words)
    basis = key(
        "{n} von {total} Versprechen. Über sie wissen wir nichts: weder dass etwas geschehen ist noch dass nichts "
        "geschehen ist."
    )
    counts = {"n": wording.number(len(lines)), "total": wording.number(len(term.edition.promises))}
    groups = tuple(
        Group(respondent(wording, name), (Listing(tuple((rich(foreign(line.title)), ()) for line in own)),))
        for name, own in by_name(lines)
    )
    return term.section("ungeprueft", title, term.line(basis, Tone.BASIS, **counts), groups)


def by_name(lines: list[PromiseLine]) -> list[tuple[str, list[PromiseLine]]]:
    """Promises under the names of their respondents, in the order of the names."""
    return [
        (name, [line for line in lines if line.respondent == name]) for name in sorted({n.respondent for n in lines})
    ]


def comparison(term: Term) -> Section:
    """The same figures of the term before and of other bodies, where this instance has them."""
    edition, wording = term.edition, term.wording
    title = key("Vergleich")
    others = ((edition.previous,) if edition.previous else ()) + edition.others
    if not others:
        none = key(
            "Zum Vergleich fehlt die Grundlage: Weder zur Wahlperiode davor noch zu anderen Kommunen liegen hier "
            "angenommene Versprechen vor."
        )
        return term.section("vergleich", title, term.line(none, Tone.EMPTY))
    own = TermLine(edition.body, edition.term, edition.cut_off, coverage(edition.promises), _totals(edition.promises))
    blocks: list[Block] = [_comparison_table(wording, (own, *others))]
    if not edition.previous:
        missing = key("Zur Wahlperiode davor liegen hier keine angenommenen Versprechen vor.")
        blocks += term.line(missing, Tone.NOTE)
    basis = key(
        "Andere Fragen, andere Menschen, andere Mehrheiten: Der Vergleich zeigt Größenordnungen, keine Rangfolge. "
        "Wer weniger geprüft hat, weiß weniger."
    )
    return term.section("vergleich", title, term.line(basis, Tone.BASIS), tuple(blocks))


def _totals(lines: tuple[PromiseLine, ...]) -> tuple[tuple[Outcome, int], ...]:
    counts = [dict(row.outcomes) for row in by_respondent(lines)]
    return tuple((outcome, sum(count[outcome] for count in counts)) for outcome in Outcome)


def _comparison_table(wording: Wording, rows: tuple[TermLine, ...]) -> Table:
    columns = [outcome for outcome in Outcome if any(dict(row.outcomes).get(outcome) for row in rows)]
    return Table(
        "tabelle-vergleich",
        wording.text(key("Angenommene Versprechen nach Ergebnis")),
        (
            Cell(said(wording, key("Wahlperiode"))),
            Cell(said(wording, key("geprüft")), number=True),
            *(Cell(rich(wording.label(outcome)), number=True) for outcome in columns),
        ),
        tuple(
            (
                Cell(rich(foreign(row.term)), also=_where(wording, row.body, row.cut_off)),
                Cell(share(wording, row.coverage), number=True),
                *(_number(wording, dict(row.outcomes).get(outcome, 0)) for outcome in columns),
            )
            for row in rows
        ),
    )


def _where(wording: Wording, body: str, cut_off: date) -> Rich:
    return said(wording, key("{body}, Stand {day}"), body=foreign(body), day=wording.day(cut_off))


def _number(wording: Wording, n: int) -> Cell:
    return Cell(rich(wording.number(n)), number=True)
