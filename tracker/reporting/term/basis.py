"""What every section of an account is composed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.report import AccountLine, PromiseLine, RetrospectiveEdition
from tracker.reporting.blocks import Block, Paragraph, Section, Tone
from tracker.reporting.pieces import paragraph
from tracker.reporting.rich import Words, said
from tracker.wording import Wording


@dataclass(frozen=True)
class Term:
    """An edition and the language in which it is told."""

    edition: RetrospectiveEdition
    wording: Wording

    @cached_property
    def lines(self) -> dict[str, PromiseLine]:
        """The promises by their ids."""
        return {line.id: line for line in self.edition.promises}

    @cached_property
    def accounts(self) -> dict[str, AccountLine]:
        """What became of them, by the same ids; an older edition may know less."""
        known = {line.promise: line for line in self.edition.accounts}
        return {line.id: known.get(line.id, AccountLine(line.id)) for line in self.edition.promises}

    def section(self, name: str, title: str, *blocks: Sequence[Block]) -> Section:
        """A section with its heading in the reader's language."""
        return Section(name, said(self.wording, title), tuple(block for some in blocks for block in some))

    def line(self, sentence: str, tone: Tone = Tone.TEXT, **values: Words) -> tuple[Paragraph, ...]:
        """One sentence as a paragraph."""
        return (paragraph(said(self.wording, sentence, **values), tone=tone),)
