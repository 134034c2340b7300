"""Letters to subscribers: the question whether they really asked, and the notice before a meeting."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.errors import key
from tracker.reporting.blocks import Block, Button, Entry, Listing, Paper, Paragraph, Tone
from tracker.reporting.pieces import paragraph
from tracker.reporting.rich import Look, Rich, foreign, link, rich, said
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked for in whose name, by which link they confirm, and until when."""

    site: str
    wishes: tuple[Rich, ...]
    link: str
    until: datetime


def question(given: Question, wording: Wording) -> Paper:
    """The letter that asks for confirmation. Without it nothing is ever sent."""
    heading = key("Bitte bestätigen Sie Ihr Abo bei {site}")
    asked = key("jemand, hoffentlich Sie, hat mit dieser Adresse um Folgendes gebeten:")
    go = key("Erst wenn Sie das auf der nächsten Seite bestätigen, schreiben wir Ihnen.")
    unasked = key("Sie waren das nicht? Dann brauchen Sie nichts zu tun: In sieben Tagen vergessen wir diese Adresse.")
    until = key("Der Link gilt einmal, bis {until} Uhr.")
    blocks: tuple[Block, ...] = (
        Paragraph(said(wording, key("Guten Tag,"))),
        Paragraph(said(wording, asked)),
        Listing(tuple((wish, ()) for wish in given.wishes), bulleted=True),
        Paragraph(said(wording, go)),
        Button(given.link, wording.text(key("Abo bestätigen"))),
        Paragraph(rich(link(given.link, given.link)), Tone.SOURCE),
        Paragraph(said(wording, until, until=wording.moment(given.until))),
        Paragraph(said(wording, unasked), Tone.NOTE),
    )
    return _letter(wording, given.site, wording.text(heading, site=given.site), given.until.date(), blocks)


def already(site: str, wishes: tuple[Rich, ...], day: date, wording: Wording) -> Paper:
    """The letter to whoever asks for what they have: it says so, and how to end it."""
    heading = key("Ihr Abo bei {site} besteht schon")
    blocks: tuple[Block, ...] = (
        Paragraph(said(wording, key("Guten Tag,"))),
        Paragraph(said(wording, key("mit dieser Adresse wurde um etwas gebeten, das Sie schon bekommen:"))),
        Listing(tuple((wish, ()) for wish in wishes), bulleted=True),
        Paragraph(said(wording, key("Sie brauchen nichts zu tun. Abbestellen können Sie mit dem Link unten."))),
    )
    return _letter(wording, site, wording.text(heading, site=site), day, blocks)


@dataclass(frozen=True, slots=True)
class TouchedPoint:
    """A promise and the point of an agenda that people found to touch it; `number` may be empty."""

    promise: str
    respondent: str
    number: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A coming meeting and what it touches."""

    site: str
    day: date
    organization: str
    url: str
    points: tuple[TouchedPoint, ...]
    known_on: date


def notice(given: Notice, wording: Wording) -> Paper:
    """The letter before a meeting: which day, which committee, which point, which promise."""
    numbers = sorted({point.number for point in given.points if point.number})
    points = wording.text(key(", TOP {numbers}"), numbers=", ".join(numbers)) if numbers else ""
    day = f"{wording.weekday(given.day)}, {wording.day(given.day)}"
    subject = f"{day}: {given.organization}{points}"
    known = key("So stand es am {day} in der Tagesordnung. Sie kann sich noch ändern.")
    touches = key(
        "Ein Mensch hat gesehen, dass der Punkt das Versprechen berührt. Was dabei herauskommt, entscheidet erst die "
        "Sitzung."
    )
    blocks: list[Block] = [paragraph(said(wording, touches))]
    blocks += (_point(wording, point) for point in given.points)
    if given.url:
        blocks.append(paragraph(link(given.url, wording.text(key("Zur Sitzung im Ratsinformationssystem")), ours=True)))
    blocks.append(paragraph(said(wording, known, day=wording.day(given.known_on)), tone=Tone.NOTE))
    heading = rich(day, ": ", foreign(given.organization))
    paper = _letter(wording, given.site, subject, given.known_on, tuple(blocks))
    return replace(paper, heading=heading)


def _point(wording: Wording, point: TouchedPoint) -> Entry:
    title = foreign(point.title)
    at = (
        said(wording, key("TOP {number}: {point}"), number=foreign(point.number), point=title)
        if point.number
        else rich(title)
    )
    promise = link(point.link, point.promise) if point.link else foreign(point.promise, Look.STRONG)
    who = foreign(point.respondent)
    words = key("Versprochen von {respondent}: {promise}")
    return Entry((), at, (paragraph(said(wording, words, respondent=who, promise=promise)),))


def _letter(wording: Wording, site: str, subject: str, day: date, blocks: tuple[Block, ...]) -> Paper:
    return Paper(
        language=wording.language,
        subject=subject,
        site=site,
        heading=rich(foreign(subject)),
        standing=(),
        cut_off=day,
        opening=(),
        sections=(),
        foot=blocks,
    )
