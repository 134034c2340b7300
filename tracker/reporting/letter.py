"""Short letters about an account, composed like every paper: once, for text and HTML."""

from dataclasses import dataclass
from datetime import datetime

from tracker.errors import key
from tracker.reporting.blocks import Button, Paper, Paragraph, Tone
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
