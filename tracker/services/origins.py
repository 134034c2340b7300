"""Where stored text came from: pages, rectangles on them, bytes. Kept as short rows of JSON beside the text.

A page is [number, start, end, origin]; a fragment is [start, end, page, left, top, right, bottom] or [start, end, part,
first byte, byte behind, encoding].
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tracker.db import models
from tracker.domain.questionnaire import (
    ByteRange,
    Damage,
    Document,
    Edit,
    Fragment,
    Origin,
    Page,
    Region,
    Span,
)

Place = Region | ByteRange


def places_of(promise: models.Promise) -> tuple[Place, ...]:
    """Where the wording of a promise stands: one rectangle for each line on paper, or ranges of bytes.

    The bytes are those of the stored file with the document's hash, or of the named part of it. Empty for documents
    that were stored before places were kept; reading the file again fills them in.
    """
    return joined(as_read(promise.document).places(promise.span))


def pages_of(promise: models.Promise) -> tuple[Page, ...]:
    """The pages that the wording of a promise stands on; empty for sources without pages."""
    pages = (_page(row) for row in promise.document.pages)
    return tuple(page for page in pages if page.span.overlap(promise.span))


def as_read(row: models.Document) -> Document:
    """The stored document as it was read: its text, its edits, and where every character came from."""
    return Document(
        name=row.name,
        sha256=row.sha256,
        media_type=row.media_type,
        text=row.text,
        damage=Damage(row.damaged, row.umlaut_share, row.letters),
        edits=tuple(_edit(edit) for edit in row.edits),
        pages=tuple(_page(page) for page in row.pages),
        fragments=tuple(_fragment(fragment) for fragment in row.fragments),
    )


def page_rows(pages: Iterable[Page]) -> list[list[Any]]:
    """Pages as they are stored."""
    return [[page.number, page.span.start, page.span.end, page.origin.value] for page in pages]


def fragment_rows(fragments: Iterable[Fragment]) -> list[list[Any]]:
    """Fragments as they are stored."""
    return [[f.span.start, f.span.end, *_place_row(f.place)] for f in fragments]


def joined(places: Sequence[Place]) -> tuple[Place, ...]:
    """Words of one line as one rectangle, bytes that follow each other as one range."""
    found: list[Place] = []
    for place in places:
        last = _with_next(found[-1], place) if found else None
        if last:
            found[-1] = last
        else:
            found.append(place)
    return tuple(found)


def _with_next(first: Place, second: Place) -> Place | None:
    """Both as one place, where the second goes on with the first."""
    if isinstance(first, ByteRange) and isinstance(second, ByteRange):
        goes_on = (first.part, first.end, first.encoding) == (second.part, second.start, second.encoding)
        return replace(first, end=second.end) if goes_on else None
    if isinstance(first, Region) and isinstance(second, Region) and first.page == second.page:
        shared = min(first.bottom, second.bottom) - max(first.top, second.top)
        lower = min(first.bottom - first.top, second.bottom - second.top)
        if 2 * shared > lower and second.left >= first.right:
            top, bottom = min(first.top, second.top), max(first.bottom, second.bottom)
            return Region(first.page, first.left, top, second.right, bottom)
    return None


def _place_row(place: Place) -> list[Any]:
    if isinstance(place, Region):
        return [place.page, place.left, place.top, place.right, place.bottom]
    return [place.part, place.start, place.end, place.encoding]


def _fragment(row: Sequence[Any]) -> Fragment:
    start, end, *place = row
    return Fragment(Span(start, end), ByteRange(*place) if isinstance(place[0], str) else Region(*place))


def _page(row: Sequence[Any]) -> Page:
    number, start, end, origin = row
    return Page(number, Span(start, end), Origin(origin))


def _edit(row: dict[str, Any]) -> Edit:
    values = {name: value for name, value in row.items() if name not in {"start", "end", "alternatives"}}
    return Edit(Span(row["start"], row["end"]), alternatives=tuple(row["alternatives"]), **values)
