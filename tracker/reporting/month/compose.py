"""The month's report, composed: once whole for page and PDF, once shortened for the mail."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from tracker.domain.report import MonthlyEdition, PromiseLine
from tracker.errors import key
from tracker.reporting.blocks import Block, Cell, Group, Listing, Paper, Paragraph, Section, Table, Tone
from tracker.reporting.counts import blind, standing, standing_table
from tracker.reporting.drawn import by_outcome
from tracker.reporting.foreign import short
from tracker.reporting.month import changes
from tracker.reporting.month.basis import Month
from tracker.reporting.pieces import checked, glossary, paragraph, respondent, state, trace
from tracker.reporting.rich import Rich, code, foreign, plain, rich, said, several, strong
from tracker.wording import Wording


def composed(edition: MonthlyEdition, wording: Wording) -> Paper:
    """The whole report."""
    month = Month(edition, wording)
    sections = (
        _figures(month),
        changes.published(month),
        changes.evidence(month),
        *changes.checks(month),
        changes.meetings(month),
        changes.new_promises(month),
        _unchecked(month),
        _standing(month),
        *changes.corrections(month),
        _feeds(month),
        month.section("lesen", key("So lesen Sie diesen Bericht"), (glossary(wording),)),
    )
    return _paper(month, sections, key("Was danach geschah, steht in einer späteren Ausgabe."))


def shortened(edition: MonthlyEdition, wording: Wording, shown: int, about: tuple[Rich, ...] = ()) -> Paper:
    """The mail: what is new with at most `shown` entries of each kind, and what waits for people.

    `about` names what a narrowed edition is about.
    """
    month = Month(edition, wording, shown)
    sections = (
        changes.published(month),
        changes.evidence(month),
        changes.meetings(month),
        changes.new_promises(month),
        *changes.corrections(month),
        _standing(month),
        _waiting(month),
    )
    paper = _paper(month, sections)
    return replace(paper, opening=(*_about(wording, about), *paper.opening)) if about else paper


def _about(wording: Wording, about: tuple[Rich, ...]) -> tuple[Block, ...]:
    only = key("Diese Mail zeigt nur, was Sie abonniert haben:")
    whole = key("Was auf Menschen wartet und welche Quellen schweigen, gilt für alles, was wir verfolgen.")
    return (
        paragraph(said(wording, only)),
        Listing(tuple((line, ()) for line in about), bulleted=True),
        paragraph(said(wording, whole), tone=Tone.NOTE),
    )


def _paper(month: Month, sections: tuple[Section, ...], after: str = "") -> Paper:
    edition, wording = month.edition, month.wording
    stand = strong(wording.text(key("Stand: {day}"), day=wording.day(edition.cut_off)))
    return Paper(
        language=wording.language,
        subject=_subject(edition, wording),
        site=edition.site,
        heading=said(wording, key("Monatsbericht {month}"), month=wording.month(edition.month)),
        standing=rich(stand, " · ", said(wording, after)) if after else rich(stand),
        cut_off=edition.cut_off,
        opening=state(wording, edition.coverage),
        sections=sections,
        foot=trace(wording, edition),
    )


def _subject(edition: MonthlyEdition, wording: Wording) -> str:
    """What the month brought; what it did not bring is left to the report."""
    news = (
        several(wording, "{n} Bewertung", "{n} Bewertungen", len(edition.published)) if edition.published else (),
        several(wording, "{n} Beleg", "{n} Belege", len(edition.evidence)) if edition.evidence else (),
        several(wording, "{n} neues Versprechen", "{n} neue Versprechen", len(edition.new_promises))
        if edition.new_promises
        else (),
    )
    told = [plain(words) for words in news if words]
    heading = wording.text(key("Monatsbericht {month}"), month=wording.month(edition.month))
    return f"{heading} – {edition.site}: {', '.join(told) or wording.text(key('nichts Neues'))}"


def _figures(month: Month) -> Section:
    edition, wording = month.edition, month.wording
    rows = (
        (key("Veröffentlichte Bewertungen"), len(edition.published), checked(wording, edition.coverage)),
        (key("Bewertete Belege"), len(edition.evidence), _hits_waiting(month)),
        (key("Kommende Sitzungen"), len(edition.meetings), _sources_answer(month)),
        (key("Neue Versprechen"), len(edition.new_promises), _proposals_waiting(month)),
    )
    table = Table(
        "tabelle-ueberblick",
        wording.text(key("Was im {month} geschah"), month=wording.month(edition.month)),
        (
            Cell(said(wording, key("Was"))),
            Cell(said(wording, key("Anzahl")), number=True),
            Cell(said(wording, key("Was die Zahl nicht zeigt"))),
        ),
        tuple(
            (Cell(said(wording, what)), Cell(rich(wording.number(n)), number=True), Cell(unseen))
            for what, n, unseen in rows
        ),
        figures=True,
    )
    return month.section("ueberblick", key("Auf einen Blick"), (table,))


def _hits_waiting(month: Month) -> Rich:
    if not month.edition.links_waiting:
        return said(month.wording, key("kein Treffer wartet"))
    return several(
        month.wording,
        "ein Treffer wartet, niemand hat ihn angesehen",
        "{n} Treffer warten, niemand hat sie angesehen",
        month.edition.links_waiting,
    )


def _sources_answer(month: Month) -> Rich:
    unseen = blind(month.edition.feeds)
    if not month.edition.feeds:
        return said(month.wording, key("keine Quelle eingerichtet"))
    if not unseen:
        return said(month.wording, key("alle Quellen antworten"))
    return several(
        month.wording,
        "eine Quelle ist zurzeit gestört oder ruht",
        "{n} Quellen sind zurzeit gestört oder ruhen",
        len(unseen),
    )


def _proposals_waiting(month: Month) -> Rich:
    if not month.edition.promises_waiting:
        return said(month.wording, key("kein Vorschlag wartet"))
    return several(
        month.wording,
        "ein Vorschlag wartet auf eine Entscheidung",
        "{n} Vorschläge warten auf eine Entscheidung",
        month.edition.promises_waiting,
    )


def by_name(lines: Iterable[PromiseLine]) -> list[tuple[str, list[PromiseLine]]]:
    """Promises under the names of their respondents, in the order of the names, never of success."""
    ordered = sorted(lines, key=lambda line: line.respondent)  # stable: their own order stays within a name
    return [(name, list(own)) for name, own in groupby(ordered, key=lambda line: line.respondent)]


def _unchecked(month: Month) -> Section:
    edition, wording = month.edition, month.wording
    title = key("Wo noch niemand nachgesehen hat")
    if not edition.unchecked:
        done = key("Jedes der {total} Versprechen hat schon mindestens einmal jemand geprüft.")
        none = key("Noch ist kein Versprechen angenommen, bei dem jemand nachsehen könnte.")
        if edition.coverage.total:
            return month.section("offen", title, month.line(done, total=wording.number(edition.coverage.total)))
        return month.section("offen", title, month.line(none, Tone.EMPTY))
    basis = key(
        "{n} von {total} Versprechen. Über sie wissen wir nichts: weder dass etwas geschehen ist noch dass nichts "
        "geschehen ist."
    )
    numbers = {"n": wording.number(len(edition.unchecked)), "total": wording.number(edition.coverage.total)}
    new = {line.id for line in edition.new_promises}
    older = [line for line in edition.unchecked if line.id not in new]
    groups = tuple(
        Group(respondent(wording, name), (Listing(tuple(_open_point(wording, line) for line in own)),))
        for name, own in by_name(older)
    )
    told = len(edition.unchecked) - len(older)
    elsewhere = (
        several(
            wording,
            "Eines davon ist neu und steht unter „Neue Versprechen“.",
            "{n} davon sind neu und stehen unter „Neue Versprechen“.",
            told,
        )
        if told
        else ()
    )
    above = (Paragraph(elsewhere, Tone.BASIS),) if elsewhere else ()
    return month.section("offen", title, month.line(basis, Tone.BASIS, **numbers), above, groups)


def _open_point(wording: Wording, line: PromiseLine) -> tuple[Rich, tuple[Rich, ...]]:
    place = said(
        wording,
        key("„{quote}“ – {document}, ab Zeichen {start}, SHA-256 {sha}"),
        quote=foreign(line.quote),
        document=foreign(line.document),
        start=wording.number(line.start),
        sha=code(short(line.document_sha256)),
    )
    return rich(foreign(line.title)), (place,)


def _standing(month: Month) -> Section:
    edition, wording = month.edition, month.wording
    title = key("Stand nach Antwortenden")
    table = standing(edition.respondents)
    if not table.rows:
        none = key("Noch ist kein Versprechen angenommen; es gibt nichts zu zählen.")
        return month.section("stand", title, month.line(none, Tone.EMPTY))
    sure = key("Wie gut ein Ergebnis gesichert ist, hängt davon ab, wie viele Versprechen jemand geprüft hat.")
    basis = Paragraph(rich(checked(wording, edition.coverage), ". ", said(wording, sure)), Tone.BASIS)
    drawn = by_outcome(wording, edition.promises)
    return month.section("stand", title, (basis,), drawn, standing_table(wording, table, edition.coverage))


def _feeds(month: Month) -> Section:
    edition, wording = month.edition, month.wording
    title = key("Unsere Quellen")
    unseen = blind(edition.feeds)
    if not edition.feeds:
        none = key("Keine Quelle ist eingerichtet: Was im Rat geschieht, sieht dieser Bericht nicht.")
        return month.section("quellen", title, month.line(none, Tone.EMPTY))
    basis = (
        key("Was eine gestörte oder ruhende Quelle meldet, fehlt in diesem Bericht.")
        if unseen
        else key("Alle Quellen antworten.")
    )
    table = Table(
        "tabelle-quellen",
        wording.text(key("Zustand der Quellen am {day}"), day=wording.day(edition.cut_off)),
        tuple(Cell(said(wording, head)) for head in (key("Quelle"), key("Zustand"), key("Zuletzt erreicht"))),
        tuple(
            (
                Cell(rich(foreign(line.feed)), also=rich(foreign(line.body))),
                Cell(rich(strong(wording.label(line.state)) if line in unseen else wording.label(line.state))),
                Cell(rich(wording.day(line.last_success) if line.last_success else wording.text(key("noch nie")))),
            )
            for line in edition.feeds
        ),
    )
    return month.section("quellen", title, month.line(basis, Tone.BASIS), (table,))


def _waiting(month: Month) -> Section:
    edition, wording = month.edition, month.wording
    points = (
        several(
            wording,
            "Ein Treffer, den noch niemand angesehen hat",
            "{n} Treffer, die niemand angesehen hat",
            edition.links_waiting,
        ),
        several(
            wording,
            "Ein Vorschlag, über den noch niemand entschieden hat",
            "{n} Vorschläge, über die niemand entschieden hat",
            edition.promises_waiting,
        ),
        several(
            wording,
            "Ein Versprechen, bei dem niemand nachgesehen hat",
            "{n} Versprechen, bei denen niemand nachgesehen hat",
            len(edition.unchecked),
        ),
    )
    listing = Listing(tuple((point, ()) for point in points), bulleted=True)
    return month.section("wartet", key("Was auf Menschen wartet"), (listing,), _unseen(month))


def _unseen(month: Month) -> tuple[Paragraph, ...]:
    """The sources that did not answer, by name."""
    wording, unseen = month.wording, blind(month.edition.feeds)
    if not unseen:
        return ()
    names = rich(
        *(
            part
            for i, line in enumerate(unseen)
            for part in (", " if i else "", foreign(line.feed), f" ({wording.label(line.state)})")
        )
    )
    words = key("Diese Quellen sind gestört oder ruhen; was sie melden, fehlt in diesem Bericht: {names}")
    return (paragraph(said(wording, words, names=names), tone=Tone.NOTE),)
