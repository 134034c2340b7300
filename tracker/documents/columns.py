"""The order in which the words of a page are read: columns one after the other, rows of tables kept together.

Heights are compared with heights and widths with widths only, but for the width of a gap, which is measured in letters'
heights; `aspect` (height / width of the page) brings those to the same scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tracker.documents.paper import Line, Paragraph, Word

_SAME_LINE = 0.45
"""Words whose middles are nearer than this part of their height stand on one line."""

_CELL_GAP = 1.6
"""Letters' heights. Blanks of justified text stay under one, gutters and table gaps are wider than this."""

_PARAGRAPH_GAP = 1.35
"""Times the usual distance of lines."""

_LARGER = 1.25
"""Times the height of the line before: a heading begins or ends."""

_FEWEST_LINES = 3
"""Two lines side by side are an address or a signature, not columns."""

_DEEPEST = 6
"""Columns within columns."""


def paragraphs(words: Sequence[Word], aspect: float) -> tuple[Paragraph, ...]:
    """The words of one page as paragraphs in the order of reading. n log n in the number of words, times columns."""
    if not words:
        return ()
    size = median(word.height for word in words) * aspect
    return tuple(p for group in _groups(list(words), max(size, 1.0), 0) for p in _paragraphs(group))


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows in a sequence and the free strip that runs down through them; none where the rows are plain lines."""

    rows: list[list[Word]]
    gutter: tuple[float, float] | None


def _groups(words: list[Word], size: float, depth: int) -> Iterator[list[Line]]:
    """Lines that follow each other in one column."""
    plain: list[Line] = []
    for band in _bands(_rows(words), size):
        sides = _sides(band) if band.gutter and depth < _DEEPEST else None
        if sides is None:
            plain += [_line(row, size) for row in band.rows]
            continue
        yield plain
        plain = []
        for left, right in _aligned(sides) if _is_table(sides) else [sides]:
            yield from _groups(left, size, depth + 1)
            yield from _groups(right, size, depth + 1)
    yield plain


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words on the same baseline, top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.left)):
        row = rows[-1] if rows else []
        if row and word.middle - row[0].middle < _SAME_LINE * min(word.height, row[0].height):
            row.append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _line(row: list[Word], size: float) -> Line:
    gaps = (i for i in range(1, len(row)) if row[i].left - row[i - 1].right > _CELL_GAP * size)
    return Line.of(row, frozenset(gaps))


def _bands(rows: list[list[Word]], size: float) -> Iterator[_Band]:
    """Cut the rows wherever a free strip begins or ends that has words on both sides."""
    start = 0
    while start < len(rows):
        left, right = _extent(rows[start:])
        free, end = [(float(left), float(right))], start
        while end < len(rows) and (narrowed := _free(free, rows[end], _CELL_GAP * size)):
            free, end = narrowed, end + 1
        gutter = _gutter(free, rows[start:end])
        if gutter is None:
            yield _Band([rows[start]], None)
            start += 1
        else:
            end = _trimmed(rows, start, end, gutter)
            yield _Band(rows[start:end], gutter)
            start = end


def _extent(rows: list[list[Word]]) -> tuple[int, int]:
    return min(row[0].left for row in rows), max(word.right for row in rows for word in row)


def _free(strips: list[tuple[float, float]], row: list[Word], least: float) -> list[tuple[float, float]]:
    """What the row leaves of the free strips."""
    left: list[tuple[float, float]] = []
    for start, end in strips:
        at = start
        for word in row:
            if word.right > start and word.left < end:
                left.append((at, min(word.left, end)))
                at = max(at, word.right)
        left.append((at, end))
    return [(start, end) for start, end in left if end - start >= least]


def _gutter(strips: list[tuple[float, float]], rows: list[list[Word]]) -> tuple[float, float] | None:
    """The widest strip with enough lines on either side."""
    for start, end in sorted(strips, key=lambda s: s[0] - s[1]):
        lefts = sum(row[0].right <= start for row in rows)
        rights = sum(row[-1].left >= end for row in rows)
        if min(lefts, rights) >= _FEWEST_LINES:
            return start, end
    return None


def _trimmed(rows: list[list[Word]], start: int, end: int, gutter: tuple[float, float]) -> int:
    """Leave out short lines below the columns: they follow both."""
    pitch = _pitch([row[0] for row in rows[start:end]])
    while end - start > _FEWEST_LINES and rows[end - 1][-1].right <= gutter[0]:
        above = rows[end - 2]
        if rows[end - 1][0].top - above[0].top < 1.8 * pitch:
            break
        end -= 1
    return end


_Sides = tuple[list[Word], list[Word]]


def _sides(band: _Band) -> _Sides | None:
    """The words left and right of the gutter, if both sides are running text; a table's rows stay lines."""
    assert band.gutter is not None  # noqa: S101  # the caller looked
    left = [word for row in band.rows for word in row if word.right <= band.gutter[0]]
    right = [word for row in band.rows for word in row if word.left >= band.gutter[1]]
    if not (_runs(left) and _runs(right)):
        return None
    return left, right


def _runs(words: list[Word]) -> bool:
    """Whether a column holds sentences: some words a line, and lines that fill it."""
    rows = _rows(words)
    if len(rows) < _FEWEST_LINES or len(words) < 2.5 * len(rows):
        return False
    left, right = _extent(rows)
    return median(row[-1].right - row[0].left for row in rows) >= 0.55 * (right - left)


def _pitch(firsts: Sequence[Word]) -> float:
    """The usual distance from line to line; where half of the lines end a paragraph, the smaller distances count."""
    steps = sorted(b.top - a.top for a, b in pairwise(firsts) if b.top > a.top)
    return steps[(len(steps) - 1) // 4] if steps else 1.0


def _breaks(words: list[Word]) -> list[tuple[float, float]]:
    """The wide gaps between lines of a column: (bottom above, top below)."""
    rows = _rows(words)
    pitch = _pitch([row[0] for row in rows])
    return [
        (max(w.bottom for w in a), min(w.top for w in b))
        for a, b in pairwise(rows)
        if b[0].top - a[0].top > _PARAGRAPH_GAP * pitch
    ]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A height at which two columns pause together; `even`: the text above ends on the same line in both."""

    at: float
    even: bool


def _common(sides: _Sides) -> list[_Cut]:
    """Where both sides pause and begin anew on one line."""
    height = median(word.height for word in sides[0])
    return [
        _Cut(max(end_l, end_r), even=abs(end_l - end_r) < height)
        for end_l, begin_l in _breaks(sides[0])
        for end_r, begin_r in _breaks(sides[1])
        if abs(begin_l - begin_r) < 0.6 * height and max(end_l, end_r) < min(begin_l, begin_r)
    ]


def _is_table(sides: _Sides) -> bool:
    """Whether the two sides are cells beside each other (question, answer) and no columns of a newspaper.

    Cells begin together, and one of them mostly ends before the other. Columns set on one grid pause together by
    chance, but then they end on one line and pause elsewhere, too.
    """
    if _reads_on(sides):
        return False
    cuts, gaps = _common(sides), [len(_breaks(side)) for side in sides]
    if len(cuts) < min(gaps) or not cuts:
        return False
    uneven = sum(not cut.even for cut in cuts)
    return 2 * uneven >= len(cuts) or (len(cuts) >= 2 and len(cuts) == max(gaps))


def _reads_on(sides: _Sides) -> bool:
    """Whether the words show columns: a sentence goes on in the right one, or questions stand in both."""
    starts_inside = _rows(sides[1])[0][0].text[0].islower()
    return starts_inside or all(any(word.text.endswith("?") for word in side) for side in sides)


def _aligned(sides: _Sides) -> Iterator[_Sides]:
    """The rows of such a table: left cell, right cell."""
    bounds = [-1e9, *sorted(cut.at for cut in _common(sides)), 1e9]
    for above, below in pairwise(bounds):
        left, right = ([w for w in side if above <= w.middle < below] for side in sides)
        yield left, right


def _paragraphs(lines: list[Line]) -> Iterator[Paragraph]:
    """Lines of one column parted where the distance or the size of the letters changes."""
    if not lines:
        return
    pitch = _pitch([line.words[0] for line in lines])
    current = [lines[0]]
    for above, line in pairwise(lines):
        apart = line.top - above.top > _PARAGRAPH_GAP * pitch and line.top - above.bottom > 0.5 * above.height
        sizes = sorted((above.height, line.height))
        if apart or sizes[1] > _LARGER * sizes[0]:
            yield tuple(current)
            current = []
        current.append(line)
    yield tuple(current)
