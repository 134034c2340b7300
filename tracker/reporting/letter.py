"""Short letters to people who work here, composed like every paper: once, for text and HTML."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.errors import key
from tracker.reporting.blocks import Block, Button, Listing, Paper, Paragraph, Tone
from tracker.reporting.foreign import line
from tracker.reporting.rich import Run, foreign, link, rich, said
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited to what, by which link, until when. `known` says that there was a password before."""

    site: str
    name: str
    link: str
    until: datetime
    known: bool


def invitation(given: Invitation, wording: Wording) -> Paper:
    """The letter with the link to set a password; `until` is told in the time zone that it carries."""
    heading = key("Neues Passwort für {site}") if given.known else key("Einladung zu {site}")
    purpose = (
        key("mit diesem Link legen Sie ein neues Passwort fest:")
        if given.known
        else key("schön, dass Sie mitarbeiten. Mit diesem Link legen Sie Ihr Passwort fest:")
    )
    unasked = key("Sie haben das nicht erwartet? Dann brauchen Sie nichts zu tun: Ohne den Link ändert sich nichts.")
    return Paper(
        language=wording.language,
        subject=wording.text(heading, site=given.site),
        site=given.site,
        heading=said(wording, heading, site=foreign(given.site)),
        standing=(),
        cut_off=given.until.date(),
        opening=(),
        sections=(),
        foot=(
            Paragraph(said(wording, key("Guten Tag, {name},"), name=foreign(given.name))),
            Paragraph(said(wording, purpose)),
            Button(given.link, wording.text(key("Passwort festlegen"))),
            Paragraph(rich(link(given.link, given.link)), Tone.SOURCE),
            Paragraph(
                said(
                    wording,
                    key("Der Link gilt einmal, bis {until} Uhr."),
                    until=Run(wording.moment(given.until)),
                )
            ),
            Paragraph(said(wording, unasked), Tone.NOTE),
        ),
    )


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody who works here should hear: sentences, points below them, and where to go on.

    `why` says why the mail came and who can change that: such mails follow from a role, not from a subscription.
    """

    site: str
    subject: str
    on: date
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    onward: tuple[str, str] | None = None
    why: str = ""


def note(given: Note, wording: Wording) -> Paper:
    """The letter that tells it."""
    foot: list[Block] = [Paragraph(rich(line(sentence))) for sentence in given.sentences]
    if given.points:
        foot.append(Listing(tuple((rich(line(point)), ()) for point in given.points), bulleted=True))
    if given.onward:
        address, title = given.onward
        foot.append(Button(address, title))
    if given.why:
        foot.append(Paragraph(rich(line(given.why)), Tone.NOTE))
    return Paper(
        language=wording.language,
        subject=given.subject,
        site=given.site,
        heading=rich(line(given.subject)),
        standing=(),
        cut_off=given.on,
        opening=(),
        sections=(),
        foot=tuple(foot),
    )
