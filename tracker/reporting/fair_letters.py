"""Two letters for fairness: asking a respondent for its reply before a verdict appears, answering a tip of a reader."""

from dataclasses import dataclass
from datetime import date

from tracker.errors import key
from tracker.reporting.blocks import Button, Paper, Paragraph, Quotation, Tone
from tracker.reporting.rich import Look, foreign, link, rich, said
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Asking:
    """Which promise it is about, until when an answer helps, and the secret address of the form."""

    site: str
    title: str
    quote: str
    due: date
    link: str


@dataclass(frozen=True, slots=True)
class Answering:
    """Which promise the tip was about, and what becomes of it."""

    site: str
    title: str
    answer: str
    day: date


def asking(given: Asking, wording: Wording) -> Paper:
    """The letter to the respondent."""
    subject = key("Bitte um Stellungnahme: {title}")
    due = wording.day(given.due)
    return Paper(
        language=wording.language,
        subject=wording.text(subject, title=given.title),
        site=given.site,
        heading=said(wording, subject, title=foreign(given.title)),
        standing=(),
        cut_off=given.due,
        opening=(),
        sections=(),
        foot=(
            Paragraph(said(wording, key("Guten Tag,"))),
            Paragraph(said(wording, key("wir verfolgen, was aus Ihrer Zusage geworden ist:"))),
            Quotation(rich(foreign(given.quote)), ()),
            Paragraph(
                said(
                    wording,
                    key(
                        "Unser Ergebnis lautet „nicht umgesetzt“. Bevor wir es veröffentlichen, möchten wir Ihre Sicht "
                        "hören. Ihre Stellungnahme steht dann im Wortlaut daneben. Bitte antworten Sie bis {due}."
                    ),
                    due=due,
                )
            ),
            Button(given.link, wording.text(key("Stellung nehmen"))),
            Paragraph(rich(link(given.link, given.link)), Tone.SOURCE),
            Paragraph(
                said(
                    wording,
                    key("Der Link gilt nur für diese eine Stellungnahme. Ohne Antwort erscheint das Ergebnis danach."),
                ),
                Tone.NOTE,
            ),
        ),
    )


def answering(given: Answering, wording: Wording) -> Paper:
    """The letter to the reader."""
    subject = key("Ihr Hinweis zu „{title}“")
    return Paper(
        language=wording.language,
        subject=wording.text(subject, title=given.title),
        site=given.site,
        heading=said(wording, subject, title=foreign(given.title)),
        standing=(),
        cut_off=given.day,
        opening=(),
        sections=(),
        foot=(
            Paragraph(said(wording, key("Guten Tag,"))),
            Paragraph(said(wording, key("vielen Dank für Ihren Hinweis. Unsere Antwort:"))),
            Paragraph(rich(foreign(given.answer, Look.PLAIN))),
            Paragraph(
                said(wording, key("Ihre Adresse haben wir mit dieser Mail aus dem Hinweis gelöscht.")), Tone.NOTE
            ),
        ),
    )
