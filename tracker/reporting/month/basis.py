"""What every section of a month is composed from."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.report import MonthlyEdition, PromiseLine
from tracker.reporting.blocks import Block, Paragraph, Section, Tone
from tracker.reporting.pieces import paragraph
from tracker.reporting.rich import Words, said
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Month:
    """What the sections of a month are composed from; `shown` entries of each, None: all."""

    edition: MonthlyEdition
    wording: Wording
    shown: int | None = None

    @property
    def cited(self) -> dict[str, PromiseLine]:
        """Every promise that the edition names, by its id."""
        edition = self.edition
        return {line.id: line for line in (*edition.unchecked, *edition.new_promises, *edition.promises)}

    def section(self, name: str, title: str, *blocks: Sequence[Block]) -> Section:
        """A section with its heading in the reader's language."""
        return Section(name, said(self.wording, title), tuple(block for some in blocks for block in some))

    def line(self, sentence: str, tone: Tone = Tone.TEXT, **values: Words) -> tuple[Paragraph, ...]:
        """One sentence as a paragraph."""
        return (paragraph(said(self.wording, sentence, **values), tone=tone),)
