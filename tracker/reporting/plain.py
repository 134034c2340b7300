"""A composed report as plain text of at most 72 characters a line, for mails and for people without a browser.

Foreign text goes through `line` or `wrap`, so it cannot begin a line of its own.
"""

from collections.abc import Iterable, Iterator

from tracker.reporting.blocks import (
    Block,
    Button,
    Cell,
    Entry,
    Facts,
    Gauge,
    Group,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quotation,
    Result,
    Table,
    Terms,
)
from tracker.reporting.foreign import line, underlined, wrap
from tracker.reporting.rich import Look, Rich, plain

INDENT = "  "


def text(paper: Paper) -> str:
    """The whole report; one line break at its end."""
    parts = [line(paper.site), "", underlined(plain(paper.heading), "="), *_lines(paper.standing), ""]
    parts += _blocks(paper.opening)
    for section in paper.sections:
        if section.title:
            parts += ["", "", underlined(plain(section.title))]
        parts += _blocks(section.blocks)
    parts += ["", "", "--", *_blocks(paper.foot)] if paper.sections else _letter(paper.foot)
    return _spaced("\n".join(parts))


def _letter(foot: Iterable[Block]) -> Iterator[str]:
    """What is all foot is a letter: no rule above it, room between its paragraphs, each address once."""
    shown: set[str] = set()
    for block in foot:
        if isinstance(block, Paragraph) and plain(block.words) in shown:
            continue
        if isinstance(block, Button):
            shown.add(block.href)
        yield from ("", *_block(block, ""))


def _blocks(some: Iterable[Block], indent: str = "") -> Iterator[str]:
    before: Block | None = None
    for block in some:
        if not isinstance(before, Gauge):  # behind a drawing stands its legend
            yield from _block(block, indent)
        before = block


def _block(block: Block, indent: str) -> Iterator[str]:  # noqa: C901, PLR0912  # one arm for each kind of block
    match block:
        case Paragraph():
            yield from _lines(block.words, indent)
        case Quotation():
            yield wrap(plain(block.words), f"{indent}| ", f"{indent}| ")
            for note in block.notes:
                yield from _lines(note, indent)
        case Facts():
            for fact in block.facts:
                yield wrap(f"{fact.term}: {fact.value}" + (f", {fact.also}" if fact.also else ""), indent)
        case Result():
            yield wrap(block.head, f"{indent}=> ")
            for words in block.lines:
                yield from _lines(words, f"{indent}   ")
        case Table():
            yield from _table(block)
        case Listing():
            for point, notes in block.points:
                yield wrap(plain(point), f"{indent}- " if block.bulleted else f"{indent}* ")
                for note in notes:
                    yield from _lines(note, indent + INDENT)
        case Terms():
            for term, meaning in block.terms:
                yield wrap(f"{term}: {meaning}", "* ")
        case Button():
            yield from ("", wrap(f"{block.label}:", indent), f"{indent}{block.href}")
        case Entry():
            yield from _entry(block)
        case Group():
            yield from ("", wrap(plain(block.title)))
            yield from _blocks(block.blocks)
        case Gauge() | Picture():
            return  # the sentence beside it and the table below say the same


def _entry(block: Entry) -> Iterator[str]:
    yield ""
    title = plain(block.title)
    yield wrap(f"{plain(block.who)}: {title}" if block.who else title, "* ")
    yield from (f"{INDENT}{run.href}" for run in block.title if run.href)
    yield from _blocks(block.blocks, INDENT)


def _table(table: Table) -> Iterator[str]:
    """Each row as a point with its cells named: a table of characters breaks in every second mail program."""
    yield from ("", wrap(table.caption))
    for row in (*table.rows, *((table.foot,) if table.foot else ())):
        if len(row) == len(_FIGURE) and table.figures:
            yield wrap(f"{_cell(row[0])}: {_cell(row[1])} – {_cell(row[2])}", "* ")
            continue
        cells = [(head, cell) for head, cell in zip(table.head[1:], row[1:], strict=True) if _tells(cell)]
        yield wrap(_cell(row[0]), "* ")
        yield wrap("; ".join(f"{plain(head.words)}: {_cell(cell)}" for head, cell in cells), INDENT)


_FIGURE = ("what", "how many", "what the number does not show")
"""The cells of a row that needs no heads: the three say themselves what they are."""


def _tells(cell: Cell) -> bool:
    """A column of noughts helps the eye in a table; in a line of text they hide what is there."""
    return not (cell.number and _cell(cell) == "0")


def _cell(cell: Cell) -> str:
    return plain(cell.words) + (f" ({plain(cell.also)})" if cell.also else "")


def _lines(words: Rich, indent: str = "") -> Iterator[str]:
    """The words, and below them the addresses that they lead to, each on a line of its own to copy.

    A paragraph with foreign text hangs: at the beginning of a line stand only words of ours.
    """
    hanging = indent + INDENT if any(run.foreign or run.look is Look.CODE for run in words) else indent
    yield wrap(plain(words), indent, hanging)
    for run in words:
        if run.href and run.href != run.text:
            yield f"{indent}{run.href}"


def _spaced(text: str) -> str:
    """No blanks at line ends, never more than one empty line in a row, one line break at the end."""
    lines: list[str] = []
    for row in (raw.rstrip() for raw in text.strip().split("\n")):
        if row or lines[-1]:
            lines.append(row)
    return "\n".join(lines) + "\n"
