"""A read minutes page as council items: the meeting, its agenda items, and each further paper with its own result."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from tracker.domain.council import CouncilItem, Direction, ItemKind
from tracker.feeds.dortmund_agenda import PaperMention
from tracker.feeds.dortmund_minutes import MinutesItem, MinutesPage
from tracker.feeds.minutes_decisions import RecordedDecision

_LONGEST_RESULT: Final = 500


def items_of_minutes(page: MinutesPage, unid: str, url: str, day: date | None) -> tuple[CouncilItem, ...]:
    """The meeting and its agenda items; where the page's own date differs from `day`, the page is right.

    Identity is the document and the paper, or the document and the agenda number where there is no paper; a paper that
    stands on one agenda twice keeps its number beside it. One paper has one item in every sitting.
    """
    day = page.day or day
    meeting = CouncilItem(ItemKind.MEETING, unid, page.body or unid, url=url, organization=page.body, item_date=day)
    taken: set[str] = set()
    items = [meeting]
    for item in page.items:
        for paper, result, text, label in _parts(item, page.body):
            identity = f"{unid}:{paper.reference or label}"
            identity = f"{identity}:{item.entry.number}" if identity in taken else identity
            if identity in taken:
                continue
            taken.add(identity)
            items.append(
                CouncilItem(
                    ItemKind.AGENDA_ITEM,
                    identity,
                    paper.title,
                    url=url,
                    text=text,
                    result=result,
                    reference=paper.reference,
                    organization=page.body,
                    item_date=day,
                    submitters=paper.submitters,
                    meeting=unid,
                    number=item.entry.number,
                )
            )
    return tuple(items)


def _parts(item: MinutesItem, body: str) -> Iterator[tuple[PaperMention, str, str, str]]:
    """(paper, result, text, label) of an item: itself with its passage, then its further papers and spoken motions."""
    entry = item.entry
    own = entry.papers[0] if entry.papers else PaperMention("", entry.title, entry.submitters)
    decided = [one for one in item.decisions if one.body == body]
    listed = {paper.reference for paper in entry.papers} | {own.reference}
    yield own, _result(decided, own.reference), item.passage, entry.number
    for paper in entry.papers[1:]:
        result = _result(decided, paper.reference)
        yield paper, result, result, entry.number
    for n, one in enumerate((one for one in decided if one.paper not in listed), start=1):
        title = f"{entry.title} – {', '.join(one.submitters)}" if one.submitters else entry.title
        mention = PaperMention(one.paper, title, one.submitters)
        yield mention, _shown(one), _shown(one), f"{entry.number}+{n}"


def _result(decided: list[RecordedDecision], reference: str) -> str:
    """The last clear decision of the meeting's own body on a paper, as a wording."""
    about = [one for one in decided if one.paper == reference]
    clear = [one for one in about if one.decision.direction is not Direction.UNKNOWN]
    return _shown((clear or about)[-1]) if about else ""


def _shown(one: RecordedDecision) -> str:
    return one.decision.wording[:_LONGEST_RESULT]
