"""Pieces that every report is made of: coverage, quote, facts, a decision, and where it all comes from."""

from collections.abc import Sequence

from tracker.domain.assessment import Knowledge, Role
from tracker.domain.council import Stage, Votes
from tracker.domain.report import (
    AccountLine,
    AssessmentLine,
    Coverage,
    EvidenceLine,
    MonthlyEdition,
    PromiseLine,
    ReplyLine,
    RetrospectiveEdition,
)
from tracker.errors import key
from tracker.reporting.blocks import Block, Fact, Facts, Gauge, Paragraph, Quotation, Result, Terms, Tone
from tracker.reporting.environment import decided, named, repaired
from tracker.reporting.foreign import short
from tracker.reporting.rich import Rich, Words, code, foreign, joined, link, plain, rich, said, several, strong
from tracker.wording import Wording


def paragraph(*parts: Words, tone: Tone = Tone.TEXT) -> Paragraph:
    """Some sentences, one after another with a blank between them."""
    return Paragraph(joined(parts, " "), tone)


def respondent(wording: Wording, name: str) -> Rich:
    """Who promised, or that its document gives no name."""
    return rich(foreign(named(name, wording)))


def checked(wording: Wording, coverage: Coverage) -> Rich:
    """How many promises anybody looked at, in a few words."""
    if not coverage.total:
        return said(wording, key("noch kein Versprechen angenommen"))
    return said(wording, key("{checked} von {total} geprüft"), **_numbers(wording, coverage))


def share(wording: Wording, coverage: Coverage) -> Rich:
    """The same inside a table."""
    return said(wording, key("{checked} von {total}"), **_numbers(wording, coverage))


def _numbers(wording: Wording, coverage: Coverage) -> dict[str, str]:
    return {"checked": wording.number(coverage.checked), "total": wording.number(coverage.total)}


def state(wording: Wording, coverage: Coverage) -> tuple[Block, ...]:
    """What stands on top of every report: how much of the whole anybody looked at."""
    if not coverage.total:
        empty = key(
            "Es gibt noch kein angenommenes Versprechen. Dieser Bericht kann deshalb nichts über Versprechen sagen."
        )
        return (paragraph(said(wording, empty), tone=Tone.LEAD),)
    unseen = coverage.total - coverage.checked
    if not coverage.checked:
        nobody = key(
            "Noch keines der {total} Versprechen hat jemand geprüft. Das heißt nicht, dass nichts geschehen ist."
        )
        return (paragraph(said(wording, nobody, total=wording.number(coverage.total)), tone=Tone.LEAD),)
    share_words = wording.text(key("{checked} von {total}"), **_numbers(wording, coverage))
    lead = said(wording, key("{share} Versprechen hat schon jemand geprüft."), share=strong(share_words))
    if not unseen:
        return (paragraph(lead, tone=Tone.LEAD), Gauge(coverage.checked, coverage.total))
    rest = said(
        wording,
        key("Bei {open} hat noch niemand nachgesehen; das heißt nicht, dass nichts geschehen ist."),
        open=wording.number(unseen),
    )
    legend = key("Gefüllt: geprüft. Leer: niemand hat nachgesehen.")
    return (
        paragraph(lead, rest, tone=Tone.LEAD),
        Gauge(coverage.checked, coverage.total),
        paragraph(said(wording, legend), tone=Tone.NOTE),
    )


def quotation(wording: Wording, line: PromiseLine) -> Quotation:
    """The promise verbatim, its repaired reading, its deadline, and where it stands."""
    notes: list[Rich] = []
    if reading := repaired(line):
        mended = key("Gemeint ist (Lesefehler der Texterkennung berichtigt): „{reading}“")
        notes.append(said(wording, mended, reading=foreign(reading)))
    if line.deadline:
        notes.append(said(wording, key("Zugesagte Frist: {deadline}"), deadline=foreign(line.deadline)))
    place = key("Quelle: {document}, Zeichen {start} bis {end}, SHA-256 {sha}")
    notes.append(
        said(
            wording,
            place,
            document=foreign(line.document),
            start=wording.number(line.start),
            end=wording.number(line.start + len(line.quote)),
            sha=code(short(line.document_sha256)),
        )
    )
    return Quotation(rich("„", foreign(line.quote), "“"), tuple(notes))


def known(wording: Wording, knowledge: Knowledge) -> str:
    """The day and the number behind what is known, in a few words."""
    if knowledge.on is None:
        return ""
    day = wording.day(knowledge.on)
    if not knowledge.count:
        return wording.text(key("zuletzt {day}"), day=day)
    return plain(several(wording, "ein Beleg, {day}", "{n} Belege, zuletzt {day}", knowledge.count, day=day))


def facts(wording: Wording, line: PromiseLine) -> Facts:
    """The three separate answers: outcome, effort, knowledge."""
    return Facts(
        (
            Fact(wording.text(key("Ergebnis")), wording.label(line.outcome)),
            Fact(wording.text(key("Einsatz")), wording.label(line.effort), role(wording, line.role)),
            Fact(
                wording.text(key("Kenntnisstand")),
                wording.label(line.knowledge.state),
                known(wording, line.knowledge),
            ),
        )
    )


def role(wording: Wording, member: Role) -> str:
    """Majority or opposition, where that is known."""
    return "" if member is Role.UNKNOWN else wording.label(member)


def votes(wording: Wording, counted_votes: Votes) -> str:
    """The votes as far as the source gives them."""
    parts = [wording.text(key("einstimmig"))] if counted_votes.unanimous else []
    for number, words in (
        (counted_votes.yes, key("{n} Ja")),
        (counted_votes.no, key("{n} Nein")),
        (counted_votes.abstentions, key("{n} Enthaltungen")),
    ):
        if number is not None:
            parts.append(wording.text(words, n=wording.number(number)))
    return ", ".join(parts)


_STAGES = {
    Stage.ADVISORY: key("Eine Empfehlung eines Ausschusses ist noch keine Entscheidung des Rates."),
    Stage.UNKNOWN: key("Ob das Gremium hier entschieden oder nur empfohlen hat, geht aus der Quelle nicht hervor."),
}


def result(wording: Wording, line: EvidenceLine) -> Result:
    """What was decided, in the words of the source, and whether it was a decision at all."""
    if not line.result:
        return Result(line.stage.value, wording.text(key("Die Quelle nennt noch kein Ergebnis.")))
    source = said(wording, key("Wortlaut der Quelle: „{result}“"), result=foreign(line.result))
    ballot = votes(wording, line.votes)
    if ballot:
        source = rich(source, " · ", said(wording, key("Stimmen: {votes}"), votes=ballot))
    lines = [source]
    if line.stage in _STAGES:
        lines.append(said(wording, _STAGES[line.stage]))
    return Result(line.stage.value, decided(line, wording), tuple(lines))


def council_source(wording: Wording, line: EvidenceLine) -> Paragraph:
    """Where a decision stands: who met when, the paper, the day it was fetched, and the hash of what was stored."""
    parts: list[Words] = [
        foreign(line.organization) if line.organization else wording.text(key("Gremium nicht genannt")),
        wording.day(line.item_date) if line.item_date else wording.text(key("ohne Datum")),
    ]
    if line.reference:
        parts.append(said(wording, key("Drucksache {reference}"), reference=foreign(line.reference)))
    if line.seen_on:
        parts.append(wording.text(key("abgerufen am {day}"), day=wording.day(line.seen_on)))
    if line.item_sha256:
        parts.append(rich("SHA-256 ", code(short(line.item_sha256))))
    return Paragraph(said(wording, key("Quelle: {source}"), source=joined(tuple(parts))), Tone.SOURCE)


def judged(wording: Wording, line: EvidenceLine) -> Rich:
    """Which person looked at the hit, when, and what they found."""
    return said(
        wording,
        key("Angesehen von {by} am {day}: {judgement}."),
        by=foreign(line.judged_by),
        day=wording.day(line.judged_on),
        judgement=wording.label(line.judgement),
    )


def reply(wording: Wording, line: ReplyLine | None) -> tuple[Block, ...]:
    """The respondent's reply word for word, or that it was asked and had not answered; nothing where nobody asked."""
    if line is None:
        return ()
    if line.replied_on is None:
        asked = key("Um Stellungnahme gebeten am {day}. Eine Antwort lag nicht vor.")
        return (paragraph(said(wording, asked, day=wording.day(line.asked_on)), tone=Tone.NOTE),)
    day = wording.day(line.replied_on)
    signed = (
        said(wording, key("Stellungnahme von {who} vom {day}, im Wortlaut"), who=foreign(line.signed), day=day)
        if line.signed
        else said(wording, key("Stellungnahme vom {day}, im Wortlaut"), day=day)
    )
    return (Quotation(rich("„", foreign(line.text), "“"), (signed,)),)


def signature(wording: Wording, line: AssessmentLine | AccountLine) -> Rich:
    """Who proposed an assessment and who confirmed it, or that nobody else did."""
    by, second = foreign(line.by), foreign(line.confirmed_by or "")
    if not second.text:
        return said(wording, key("Vorgeschlagen von {by}, ohne zweite Person."), by=by)
    if line.confirmed_by == line.by:
        return said(wording, key("Vorgeschlagen von {by}, von derselben Person bestätigt."), by=by)
    return said(wording, key("Vorgeschlagen von {by}, bestätigt von {second}."), by=by, second=second)


def council_item(wording: Wording, line: EvidenceLine) -> Paragraph:
    """The item itself, linked where the source gave an address."""
    return paragraph(said(wording, key("Aus dem Rat: {item}"), item=link(line.item_url, line.item_title)))


def more(wording: Wording, entries: Sequence[object], shown: int | None) -> tuple[Paragraph, ...]:
    """What a shortened list leaves out."""
    left = 0 if shown is None else len(entries) - shown
    if left <= 0:
        return ()
    rest = said(wording, key("… und {n} weitere, die vollständig im Bericht stehen."), n=wording.number(left))
    return (paragraph(rest, tone=Tone.NOTE),)


def glossary(wording: Wording) -> Terms:
    """The words of a report that are easily misread."""
    return Terms(tuple((wording.text(term), wording.text(meaning)) for term, meaning in _GLOSSARY))


_GLOSSARY = (
    (
        key("Ergebnis, Einsatz, Kenntnisstand"),
        key(
            "Drei getrennte Angaben, nie eine Note: Was ist geschehen? Was hat die Gruppe selbst dafür getan? "
            "Und wie gut wissen wir es?"
        ),
    ),
    (
        key("noch nie geprüft"),
        key(
            "Niemand hat nachgesehen. Das ist etwas anderes als „geprüft, nichts gefunden“, "
            "und beides ist etwas anderes als „nicht umgesetzt“."
        ),
    ),
    (key("nicht umgesetzt"), key("Eine Feststellung, kein Vorwurf: Über die Absicht sagt sie nichts.")),
    (
        key("Beschluss und Empfehlung"),
        key("Ein Beschluss entscheidet. Eine Empfehlung bereitet ihn vor; sie kann noch anders ausgehen."),
    ),
    (
        key("Treffer und Beleg"),
        key(
            "Einen Treffer schlägt das Programm vor. Ein Beleg wird daraus erst, wenn ein Mensch ihn angesehen und "
            "für passend befunden hat. Über Ergebnisse entscheiden nur Menschen."
        ),
    ),
)


def trace(wording: Wording, edition: MonthlyEdition | RetrospectiveEdition) -> tuple[Block, ...]:
    """How the report can be proved: the second person, the edition's key, the head of the chain."""
    second = (
        key("Endgültige Ergebnisse hat eine zweite Person bestätigt.")
        if edition.two_persons
        else key("Geprüft von einer Person: In dieser Gruppe bestätigt keine zweite Person die Ergebnisse.")
    )
    frozen = key("Ausgabe {key}. Sie wird nach der Veröffentlichung nicht mehr verändert.")
    lines = [Paragraph(said(wording, second)), Paragraph(said(wording, frozen, key=code(edition.key)))]
    if edition.chain_head:
        head = key("Prüfsumme des Ereignisprotokolls zu diesem Stand: {head}")
        lines.append(Paragraph(said(wording, head, head=code(edition.chain_head))))
    return tuple(lines)
