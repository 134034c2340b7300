"""The account of a term as a report: figures first, then cases, then every promise, then how it was done."""

from tracker.domain.report import AgreementLine, RetrospectiveEdition
from tracker.errors import key
from tracker.reporting.blocks import Block, Cell, Listing, Paper, Section, Table, Tone
from tracker.reporting.pieces import glossary, paragraph, state, trace
from tracker.reporting.rich import Rich, code, foreign, joined, rich, said, strong
from tracker.reporting.term import cases, tables
from tracker.reporting.term.basis import Term
from tracker.wording import Wording


def composed(edition: RetrospectiveEdition, wording: Wording) -> Paper:
    """The whole account."""
    term = Term(edition, wording)
    heading = said(wording, key("Bilanz: {term}"), term=foreign(edition.term))
    return Paper(
        language=wording.language,
        subject=f"{wording.text(key('Bilanz: {term}'), term=edition.term)} – {edition.site}",
        site=edition.site,
        heading=heading,
        standing=_standing(term),
        cut_off=edition.cut_off,
        opening=state(wording, edition.coverage),
        sections=(
            tables.overview(term),
            *tables.course(term),
            tables.outcomes(term),
            *tables.by_topics(term),
            *tables.efforts(term),
            *tables.durations(term),
            tables.unchecked(term),
            cases.documented(term),
            tables.comparison(term),
            *cases.one_by_one(term),
            *_corrections(term),
            _method(term),
            term.section("lesen", key("So lesen Sie diesen Bericht"), (glossary(wording),)),
            _citation(term),
        ),
        foot=trace(wording, edition),
        contents=True,
    )


def _standing(term: Term) -> Rich:
    edition, wording = term.edition, term.wording
    parts = [
        rich(strong(wording.text(key("Stand: {day}"), day=wording.day(edition.cut_off)))),
        said(wording, key("{start} bis {end}"), start=wording.day(edition.start), end=wording.day(edition.end)),
    ]
    if edition.body:
        parts.insert(1, rich(foreign(edition.body)))
    if edition.cut_off < edition.end:
        parts.append(said(wording, key("Die Wahlperiode läuft noch: Dies ist ein Zwischenstand.")))
    return joined(tuple(parts), " · ")


def _corrections(term: Term) -> tuple[Section, ...]:
    edition, wording = term.edition, term.wording
    title = key("Korrekturen")
    if not edition.corrections:
        none = key(
            "In dieser Wahlperiode war keine Korrektur einer Veröffentlichung nötig oder niemand hat sie gemeldet."
        )
        return (term.section("korrekturen", title, term.line(none, Tone.EMPTY)),)
    basis = key("Was wir veröffentlicht hatten und berichtigen mussten. Das Alte bleibt im Protokoll stehen.")
    points = tuple(
        (rich(foreign(line.what)), (joined((wording.day(line.on), foreign(line.promise_title)), " · "),))
        for line in edition.corrections
    )
    return (term.section("korrekturen", title, term.line(basis, Tone.BASIS), (Listing(points),)),)


_METHOD = (
    key(
        "Grundgesamtheit sind die Antworten auf die Wahlprüfsteine, die hier eingelesen wurden. Eine Zusage zählt, "
        "wenn ein Mensch sie als solche angenommen hat; Haltungen, Appelle und Erreichtes zählen nicht. Jede zählt "
        "gleich viel, ob groß oder klein."
    ),
    key(
        "Ein Programm liest die Ratsinformationen und schlägt Treffer vor. Ob ein Treffer passt, entscheiden Menschen; "
        "nie setzt das Programm ein Ergebnis."
    ),
    key(
        "„Umgesetzt“ und „teilweise umgesetzt“ brauchen einen Beleg, der schwerer wiegt als Presse. „Nicht umgesetzt“ "
        "braucht einen Beleg oder zwei Prüfungen durch zwei Personen ohne Fund, die spätere nach Ablauf der Frist. "
        "„Nicht überprüfbar“ braucht eine Begründung."
    ),
    key(
        "Der Prüfmaßstab jedes Versprechens wird festgelegt, bevor Belege bewertet werden. Es gibt keine "
        "Gesamtnote und keine Rangliste."
    ),
)


def _method(term: Term) -> Section:
    wording = term.wording
    blocks: list[Block] = [block for sentence in _METHOD for block in term.line(sentence)]
    waiting = key(
        "Zum Stichtag warteten {links} Treffer und {promises} Vorschläge darauf, dass ein Mensch sie ansieht."
    )
    numbers = {
        "links": wording.number(term.edition.links_waiting),
        "promises": wording.number(term.edition.promises_waiting),
    }
    blocks.append(paragraph(said(wording, waiting, **numbers)))
    if term.edition.codebook:
        blocks += term.line(key("Regeln der Zuordnung: Fassung {codebook}."), codebook=foreign(term.edition.codebook))
    blocks += _agreement(term)
    return term.section("methode", key("Methode und Verlässlichkeit"), tuple(blocks))


def _agreement(term: Term) -> tuple[Block, ...]:
    """How far two persons agreed who judged the same things without seeing each other's judgement."""
    wording = term.wording
    if not term.edition.agreement:
        none = key(
            "Wie weit zwei Personen unabhängig voneinander zum selben Urteil kommen, wurde nicht gemessen: Es gibt "
            "noch keine Zweitkodierung. Anteile sind deshalb mit Vorsicht zu lesen."
        )
        return term.line(none, Tone.NOTE)
    table = Table(
        "tabelle-uebereinstimmung",
        wording.text(key("Übereinstimmung zweier Personen (Krippendorffs Alpha)")),
        (
            Cell(said(wording, key("Schritt"))),
            Cell(said(wording, key("Paare")), number=True),
            Cell(said(wording, key("Alpha")), number=True),
            Cell(said(wording, key("95-%-Intervall")), number=True),
        ),
        tuple(_agreed(wording, line) for line in term.edition.agreement),
    )
    note = key("Ab 0,8 gilt die Übereinstimmung als verlässlich, ab 0,667 als vorläufig; darunter trägt sie nicht.")
    return (table, *term.line(note, Tone.NOTE))


_STEPS = {
    "act": key("Ist es eine Zusage?"),
    "testability": key("Lässt sie sich überprüfen?"),
    "outcome": key("Was wurde daraus?"),
}


def _agreed(wording: Wording, line: AgreementLine) -> tuple[Cell, ...]:
    def decimal(value: int | None) -> str:
        return wording.text(key("zu wenig Daten")) if value is None else wording.number(value / 1000)

    interval = "–" if line.low is None or line.high is None else f"{decimal(line.low)} – {decimal(line.high)}"
    return (
        Cell(said(wording, _STEPS[line.step]) if line.step in _STEPS else rich(foreign(line.step))),
        Cell(rich(wording.number(line.pairs)), number=True),
        Cell(rich(decimal(line.alpha)), number=True),
        Cell(rich(interval), number=True),
    )


def _citation(term: Term) -> Section:
    edition, wording = term.edition, term.wording
    words = said(
        wording,
        key("{site}: Bilanz {term}. Ausgabe {key}, Stand {day}. Prüfsumme {head}."),
        site=foreign(edition.site),
        term=foreign(edition.term),
        key=code(edition.key),
        day=wording.day(edition.cut_off),
        head=code(edition.chain_head),
    )
    return Section("zitieren", said(wording, key("So zitieren Sie diesen Bericht")), term.line("{words}", words=words))
