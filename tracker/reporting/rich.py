"""Lines of text made of runs: our words, and foreign words that stay apart from them.

A sentence of ours keeps its place in the catalogue; what it speaks of is put in as runs, never as markup, so that no
foreign text can become a tag, a command of the typesetter or a header.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from tracker.reporting.foreign import visible, web_address
from tracker.wording import Wording, pieces


class Look(StrEnum):
    """How a run stands out; by shape and weight, never by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one kind. `foreign` text came from outside; `href` is an address of the web or empty."""

    text: str
    look: Look = Look.PLAIN
    foreign: bool = False
    href: str = ""


Rich: TypeAlias = tuple[Run, ...]
Words: TypeAlias = str | Run | Rich
"""What may be put into a sentence."""


def rich(*parts: Words) -> Rich:
    """The parts one after another; plain strings are our own words."""
    return tuple(run for part in parts for run in _runs(part) if run.text)


def foreign(text: str, look: Look = Look.PLAIN) -> Run:
    """Text from outside: what could disguise our words is gone, its direction stays its own."""
    return Run(visible(text), look, foreign=True)


def strong(text: str) -> Run:
    """Our words, with weight."""
    return Run(text, Look.STRONG)


def code(text: str) -> Run:
    """Something to compare character by character: a hash, a key."""
    return Run(visible(text), Look.CODE)


def link(url: str, text: str, *, ours: bool = False) -> Run:
    """Text that leads to an address; where that is none of the web, the text alone."""
    return Run(visible(text), foreign=not ours, href=web_address(url))


def said(wording: Wording, sentence: str, **values: Words) -> Rich:
    """A sentence in the reader's language with runs in its places."""
    return rich(*pieces(wording.text(sentence), values, _words))


def several(wording: Wording, one: str, many: str, n: int, **values: Words) -> Rich:
    """The singular or the plural sentence; `{n}` is the number as people write it."""
    chosen = wording.translations.ngettext(one, many, n)
    return rich(*pieces(chosen, {"n": wording.number(n), **values}, _words))


def joined(parts: tuple[Words, ...], between: str = ", ") -> Rich:
    """The parts that say something, with `between` between them."""
    said_parts = [rich(part) for part in parts if rich(part)]
    return rich(*(piece for i, part in enumerate(said_parts) for piece in ((between, part) if i else (part,))))


def plain(line: Rich) -> str:
    """The words alone."""
    return "".join(run.text for run in line)


def _runs(part: Words) -> Rich:
    if isinstance(part, str):
        return (Run(part),)
    return (part,) if isinstance(part, Run) else part


def _words(part: Words) -> str:
    return plain(rich(part))
