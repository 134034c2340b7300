"""Renders an edition: one page, one plain text and one subject line; the same report as a mail, shorter."""

from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.report import MonthlyEdition, RetrospectiveEdition
from tracker.errors import key
from tracker.reporting import charts, month, plain, term
from tracker.reporting.blocks import Block, Button, Paper, Paragraph, Picture, Tone
from tracker.reporting.edition import Edition
from tracker.reporting.environment import html_environment
from tracker.reporting.foreign import line, visible, web_address
from tracker.reporting.press import typeset
from tracker.reporting.rich import Rich, foreign, joined, link, rich
from tracker.wording import Wording

ENTRIES_IN_MAIL = 10
"""Entries of each section in a mail: programs cut a message at about 100 KB and show no end."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a mail brings along; its HTML names it as `cid:{name}`."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """A rendered edition. `html` is a whole page that needs no other file; `subject` is one line.

    Only mails have `images`: a page draws its charts itself.
    """

    html: str
    text: str
    subject: str
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that a mail points to, why it came, and who is responsible for it; what is empty is left out."""

    page: str = ""
    unsubscribe: str = ""
    imprint: str = ""
    responsible: tuple[str, ...] = ()
    why: str = ""


def monthly(edition: MonthlyEdition, wording: Wording, templates: Path) -> Report:
    """The month's report as a page of its own and as plain text; `templates` is the folder `reports/`."""
    return page(month.composed(edition, wording), wording, templates)


def monthly_mail(
    edition: MonthlyEdition, wording: Wording, templates: Path, links: Links | None = None, about: tuple[Rich, ...] = ()
) -> Report:
    """The month's report as a mail: shorter lists, styles that mail programs understand, and a footer with `links`.

    `about` says what a narrowed edition is about; a whole one needs no such words.
    """
    return mail(month.shortened(edition, wording, ENTRIES_IN_MAIL, about), wording, templates, links)


def retrospective(edition: RetrospectiveEdition, wording: Wording, templates: Path) -> Report:
    """The account of a term as a page of its own and as plain text."""
    return page(term.composed(edition, wording), wording, templates)


def pdf(edition: Edition, wording: Wording, templates: Path) -> bytes:
    """The same report on paper: A4, tagged, equal bytes for equal editions."""
    paper = month.composed(edition, wording) if isinstance(edition, MonthlyEdition) else term.composed(edition, wording)
    return typeset(paper, wording, templates)


def page(paper: Paper, wording: Wording, templates: Path) -> Report:
    """A composed report as a page that needs no other file, and as text."""
    return _rendered("_base/page.html", paper, wording, templates)


def mail(paper: Paper, wording: Wording, templates: Path, links: Links | None = None) -> Report:
    """A composed report as a mail with a footer of `links`. `tracker.mail` writes its styles into the elements."""
    drawn = [block.chart for section in paper.sections for block in section.blocks if isinstance(block, Picture)]
    pictures = {chart.key: f"{chart.key}@wortgehalten" for chart in drawn}
    images = tuple(Image(pictures[chart.key], charts.png(chart, templates)) for chart in drawn)
    report = _rendered("mail/page.html", _signed(paper, wording, links or Links()), wording, templates, pictures)
    return replace(report, images=images)


def _signed(paper: Paper, wording: Wording, links: Links) -> Paper:
    """The paper with the ways on and out at its end."""
    foot: list[Block] = list(paper.foot)
    if url := web_address(links.page):
        foot.insert(0, Button(url, wording.text(key("Den ganzen Bericht lesen"))))
    if links.why:
        foot.append(Paragraph(rich(line(links.why)), Tone.NOTE))
    if links.responsible:
        foot.append(Paragraph(joined(tuple(foreign(line) for line in links.responsible), " · "), Tone.NOTE))
    for address, label in (
        (links.unsubscribe, key("Diese Mail abbestellen")),
        (links.imprint, key("Impressum und Datenschutz")),
    ):
        if web_address(address):
            foot.append(Paragraph(rich(link(address, wording.text(label), ours=True))))
    return replace(paper, foot=tuple(foot))


def _rendered(
    template: str, paper: Paper, wording: Wording, templates: Path, pictures: dict[str, str] | None = None
) -> Report:
    paper = replace(paper, site=visible(paper.site), subject=line(paper.subject))
    values = {} if pictures is None else {"pictures": pictures}
    html = html_environment(templates, wording).get_template(template).render(paper=paper, **values)
    return Report(html=html, text=plain.text(paper), subject=paper.subject)
