"""What the month brought: assessments with what led to them, evidence, looks, meetings, promises, corrections."""

from tracker.domain.assessment import Effort, KnowledgeState, Outcome
from tracker.domain.report import (
    AssessmentLine,
    CheckLine,
    CorrectionLine,
    EvidenceLine,
    MeetingLine,
    PromiseLine,
)
from tracker.errors import key
from tracker.reporting.blocks import Block, Entry, Fact, Facts, Listing, Paragraph, Section, Tone
from tracker.reporting.counts import blind
from tracker.reporting.month.basis import Month
from tracker.reporting.pieces import (
    checked,
    council_item,
    council_source,
    facts,
    judged,
    more,
    paragraph,
    quotation,
    reply,
    respondent,
    result,
    role,
    signature,
)
from tracker.reporting.rich import Look, Rich, Words, foreign, joined, link, rich, said, several


def published(month: Month) -> Section:
    """Assessments that people published, each with what stood before and what the council did."""
    edition, wording = month.edition, month.wording
    entries = tuple(_assessment(month, line) for line in edition.published[: month.shown])
    none = key(
        "In diesem Monat wurde keine Bewertung veröffentlicht. Das sagt nur, dass niemand eine abgegeben hat: "
        "Es heißt nicht, dass nichts geschehen ist."
    )
    return month.section(
        "bewertungen",
        key("Veröffentlichte Bewertungen"),
        (Paragraph(checked(wording, edition.coverage), Tone.BASIS),),
        entries or month.line(none, Tone.EMPTY),
        more(wording, edition.published, month.shown),
        tuple(_late_reply(month, line) for line in edition.replied),
    )


def _assessment(month: Month, line: AssessmentLine) -> Entry:
    wording = month.wording
    blocks: list[Block] = []
    if line.promise in month.cited:
        blocks.append(quotation(wording, month.cited[line.promise]))
    blocks.append(
        Facts(
            (
                Fact(wording.text(key("Ergebnis")), wording.label(line.outcome), _turn(month, line)),
                Fact(wording.text(key("Einsatz")), wording.label(line.effort), role(wording, line.role)),
                Fact(wording.text(key("Gilt ab")), wording.day(line.effective)),
            )
        )
    )
    if line.reason:
        blocks.append(paragraph(said(wording, key("Begründung: {reason}"), reason=foreign(line.reason))))
    for ground in line.grounds:
        blocks += (council_item(wording, ground), result(wording, ground), council_source(wording, ground))
    blocks += (
        paragraph(said(wording, key("Gestützt auf: {source}"), source=foreign(source)), tone=Tone.SOURCE)
        for source in line.sources
    )
    blocks += reply(wording, line.reply)
    blocks.append(paragraph(signature(wording, line), tone=Tone.NOTE))
    return Entry(respondent(wording, line.respondent), rich(foreign(line.promise_title)), tuple(blocks))


def _late_reply(month: Month, line: AssessmentLine) -> Entry:
    """What a respondent answered to an assessment of an earlier month."""
    wording = month.wording
    of = said(wording, key("Nachgereicht zur Bewertung „{outcome}“:"), outcome=wording.label(line.outcome))
    blocks = (paragraph(of), *reply(wording, line.reply))
    return Entry(respondent(wording, line.respondent), rich(foreign(line.promise_title)), blocks)


def _turn(month: Month, line: AssessmentLine) -> str:
    """The smaller line below an outcome: late, why, and what stood before."""
    wording = month.wording
    parts = [wording.text(key("nach Ablauf der Frist"))] if line.late else []
    if line.reason_code:
        parts.append(wording.text(key("Grund: {reason}"), reason=wording.label(line.reason_code)))
    if line.previous is not None and line.previous is not line.outcome:
        parts.append(wording.text(key("vorher: {outcome}"), outcome=wording.label(line.previous)))
    return ", ".join(parts)


def evidence(month: Month) -> Section:
    """Hits that people judged relevant; where there are none, whether anybody looked."""
    edition, wording = month.edition, month.wording
    waiting = (
        several(
            wording,
            "Ein Treffer wartet: Niemand hat ihn angesehen.",
            "{n} Treffer warten: Niemand hat sie angesehen.",
            edition.links_waiting,
        )
        if edition.links_waiting
        else said(wording, key("Kein Treffer wartet."))
    )
    looked: tuple[Words, ...] = (rich(checked(wording, edition.coverage), "."),) if edition.coverage.total else ()
    return month.section(
        "belege",
        key("Bewertete Belege"),
        (paragraph(waiting, *looked, tone=Tone.BASIS),),
        tuple(_evidence(month, line) for line in edition.evidence[: month.shown])
        or month.line(_no_evidence(month), Tone.EMPTY),
        more(wording, edition.evidence, month.shown),
    )


def _no_evidence(month: Month) -> str:
    edition = month.edition
    if edition.links_waiting:
        return key(
            "In diesem Monat hat niemand Treffer angesehen. Ob etwas davon zu einem Versprechen passt, wissen wir "
            "nicht."
        )
    if not edition.feeds:
        return key("Keine Quelle ist eingerichtet. Was im Rat geschah, haben wir nicht gesehen.")
    if blind(edition.feeds):
        return key(
            "Es gab nichts anzusehen, aber nicht alle Quellen antworten: Es kann etwas geschehen sein, das hier fehlt."
        )
    return key("Die Quellen antworten, und kein Treffer wurde in diesem Monat als Beleg bewertet.")


def _evidence(month: Month, line: EvidenceLine) -> Entry:
    wording, promise = month.wording, month.cited.get(line.promise)
    return Entry(
        respondent(wording, promise.respondent) if promise else (),
        rich(foreign(line.promise_title)),
        (
            *((quotation(wording, promise),) if promise else ()),
            council_item(wording, line),
            result(wording, line),
            council_source(wording, line),
            paragraph(judged(wording, line), tone=Tone.NOTE),
        ),
    )


def checks(month: Month) -> tuple[Section, ...]:
    """Who looked where; no section where nobody did."""
    edition, wording = month.edition, month.wording
    if not edition.checks:
        return ()
    basis = key("Wer wann wo gesucht hat. „Nichts gefunden“ ist ein Ergebnis der Suche, nicht des Versprechens.")
    listing = Listing(tuple(_check(month, line) for line in edition.checks[: month.shown]))
    left = more(wording, edition.checks, month.shown)
    return (month.section("pruefungen", key("Nachgesehen"), month.line(basis, Tone.BASIS), (listing,), left),)


def _check(month: Month, line: CheckLine) -> tuple[Rich, tuple[Rich, ...]]:
    wording = month.wording
    point = rich(foreign(line.promise_title, Look.STRONG), f": {wording.label(line.finding)}")
    who = rich(foreign(line.by), f", {wording.day(line.on)}")
    if line.sources:
        who = rich(who, " · ", said(wording, key("gesucht in: {sources}"), sources=foreign(line.sources)))
    return point, (who,)


def meetings(month: Month) -> Section:
    """What comes, as far as the sources announce it, with the points that touch a promise."""
    edition, wording = month.edition, month.wording
    announced = key("Wie die Quellen sie am {day} ankündigten. Tagesordnungen ändern sich.")
    basis = month.line(announced, Tone.BASIS, day=wording.day(edition.cut_off)) if edition.meetings else ()
    return month.section(
        "sitzungen",
        key("Kommende Sitzungen"),
        basis,
        tuple(_meeting(month, line) for line in edition.meetings[: month.shown])
        or month.line(_no_meeting(month), Tone.EMPTY),
        more(wording, edition.meetings, month.shown),
    )


def _no_meeting(month: Month) -> str:
    if not month.edition.feeds:
        return key("Keine Quelle ist eingerichtet. Ob Sitzungen anstehen, wissen wir nicht.")
    if blind(month.edition.feeds):
        return key(
            "Die Quellen nennen keine kommende Sitzung. Nicht alle antworten: Bitte sehen Sie auch im "
            "Ratsinformationssystem nach."
        )
    return key("Die Quellen nennen keine kommende Sitzung.")


def _meeting(month: Month, line: MeetingLine) -> Entry:
    wording = month.wording
    heading = line.organization or line.title
    titled = line.title != heading
    blocks: list[Block] = [paragraph(link(line.url, line.title))] if titled and line.title else []
    if line.points or line.promises:
        blocks.append(paragraph(said(wording, key("Die Tagesordnung könnte berühren:")), tone=Tone.NOTE))
        blocks.append(Listing(tuple((touched, ()) for touched in _touched(month, line)), bulleted=True))
    else:
        none = key("Kein Tagesordnungspunkt wurde einem Versprechen zugeordnet.")
        blocks += month.line(none, Tone.NOTE)
    title = rich(foreign(heading) if titled else link(line.url, heading))
    return Entry(rich(wording.day(line.on)), title, tuple(blocks))


def _touched(month: Month, line: MeetingLine) -> tuple[Rich, ...]:
    """Each promise of the meeting, with the point of the agenda where that is known."""
    at_a_point = {title for point in line.points for title in point.promises}
    touched = [
        said(
            month.wording,
            key("TOP {number} ({point}): {promise}"),
            number=foreign(point.number or "–"),
            point=foreign(point.title),
            promise=foreign(title, Look.STRONG),
        )
        for point in line.points
        for title in point.promises
    ]
    return (*touched, *(rich(foreign(title)) for title in line.promises if title not in at_a_point))


def new_promises(month: Month) -> Section:
    """Promises that people accepted in the month."""
    edition, wording = month.edition, month.wording
    waiting = (
        several(
            wording,
            "Ein Vorschlag wartet noch darauf, dass ein Mensch ihn annimmt oder ablehnt.",
            "{n} Vorschläge warten noch darauf, dass ein Mensch sie annimmt oder ablehnt.",
            edition.promises_waiting,
        )
        if edition.promises_waiting
        else said(wording, key("Kein Vorschlag wartet auf eine Entscheidung."))
    )
    none = (
        key("In diesem Monat hat niemand ein neues Versprechen angenommen.")
        if edition.coverage.total
        else key("Bisher hat niemand ein Versprechen angenommen.")
    )
    return month.section(
        "neu",
        key("Neue Versprechen"),
        (Paragraph(waiting, Tone.BASIS),),
        month.line(_ALL_OPEN, Tone.BASIS) if any(map(_is_open, edition.new_promises)) else (),
        tuple(_promise(month, line) for line in edition.new_promises[: month.shown]) or month.line(none, Tone.EMPTY),
        more(wording, edition.new_promises, month.shown),
    )


_ALL_OPEN = key("Wo nichts anderes steht, ist noch nichts bewertet, und niemand hat nachgesehen.")


def _is_open(line: PromiseLine) -> bool:
    """Whether all is still to be said of a promise: nothing that a list has to repeat for each."""
    nothing = (Outcome.NOT_YET_RATED, Effort.NONE_KNOWN, KnowledgeState.NEVER_CHECKED)
    return (line.outcome, line.effort, line.knowledge.state) == nothing


def _promise(month: Month, line: PromiseLine) -> Entry:
    wording = month.wording
    asked = (
        month.line(key("Gefragt war: {question}"), Tone.NOTE, question=foreign(line.question)) if line.question else ()
    )
    return Entry(
        respondent(wording, line.respondent),
        rich(foreign(line.title)),
        (*asked, quotation(wording, line), *(() if _is_open(line) else (facts(wording, line),))),
    )


def corrections(month: Month) -> tuple[Section, ...]:
    """What was put right; no section where nothing was."""
    edition, wording = month.edition, month.wording
    if not edition.corrections:
        return ()
    basis = key("Was wir veröffentlicht hatten und berichtigen mussten. Das Alte bleibt im Protokoll stehen.")
    listing = Listing(tuple(correction(month, line) for line in edition.corrections[: month.shown]))
    left = more(wording, edition.corrections, month.shown)
    return (month.section("korrekturen", key("Korrekturen"), month.line(basis, Tone.BASIS), (listing,), left),)


def correction(month: Month, line: CorrectionLine) -> tuple[Rich, tuple[Rich, ...]]:
    """One correction: what, and below it when and where."""
    where: tuple[Words, ...] = (foreign(line.promise_title),) if line.promise_title else ()
    return rich(foreign(line.what)), (joined((month.wording.day(line.on), *where), " · "),)
