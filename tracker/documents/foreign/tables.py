"""Tables of word processors and web pages: a row stays one line unless its cells hold paragraphs."""

from dataclasses import dataclass, field

from tracker.documents.foreign.writer import Writer

TABLES = frozenset({"w:tbl", "table:table", "table"})
ROWS = frozenset({"w:tr", "table:table-row", "tr"})
CELLS = frozenset({"w:tc", "table:table-cell", "td", "th"})

_SHORT = 60
"""Characters. Cells of running text are longer: they become paragraphs, a question above its answer."""


@dataclass(slots=True)
class Tables:
    """Stands between a parser and its writer: cells are written apart, and set together when their row ends."""

    base: Writer
    rows: list[list[Writer]] = field(default_factory=list)
    in_table: bool = False
    """Whether the paragraph before was a row of the same table."""

    @property
    def writer(self) -> Writer:
        """Where characters go now: the innermost open cell."""
        return next((row[-1] for row in reversed(self.rows) if row), self.base)

    def start(self, name: str) -> None:
        """An element begins that may be a table's."""
        if name in TABLES:
            self.writer.paragraph()
            self.in_table = False
        elif name in ROWS:
            self.writer.paragraph()
            self.rows.append([])
        elif name in CELLS and self.rows:
            self.rows[-1].append(Writer(self.base.part, self.base.encoding))

    def end(self, name: str) -> None:
        """An element ends that may be a table's."""
        if name in TABLES:
            self.writer.paragraph()
            self.in_table = False
        elif name in ROWS and self.rows:
            self._set_row([cell for cell in self.rows.pop() if cell.closed().length])

    def _set_row(self, cells: list[Writer]) -> None:
        target = self.writer
        if not cells:
            return
        if any(cell.length > _SHORT or cell.has_lines() for cell in cells):
            for cell in cells:
                target.absorb(cell)
                target.paragraph()
            self.in_table = False
            return
        if self.in_table:
            target.tighten()
        target.absorb(cells[0])
        for cell in cells[1:]:
            target.mark("\t")
            target.absorb(cell)
        target.paragraph()
        self.in_table = True
