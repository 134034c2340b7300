"""Words for people: German sentences as message keys, English from the catalogue, labels, dates and numbers.

German is the source language, so its catalogue is empty by design; `locale/en.po` is complete (a test proves it).
"""

import gettext
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TypeVar

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from tracker.errors import TrackerError
from tracker.labels import LABELS

V = TypeVar("V")

LANGUAGES = ("de", "en")
_FORMATS = {"de": "de_DE", "en": "en_GB"}
"""Where days and numbers are written from: British English, because 3/1/26 invites mistakes beside 01.03.26."""

_MOMENTS = {"de": "dd.MM.y, HH:mm", "en": "d MMM y, HH:mm"}
"""Moments in short: with the whole year, because people read them years later."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    source = files("tracker") / "locale" / f"{language}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as handle:
        write_mo(compiled, read_po(handle, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def pieces(sentence: str, values: Mapping[str, V], words_of: Callable[[V], str]) -> Iterator[str | V]:
    """A sentence's own words, and the values in their places.

    A value that ends in a full stop, like initials, ends the sentence too: it gets no second one.
    """
    stopped = False
    for words, place, _spec, _conversion in Formatter().parse(sentence):
        yield words[1:] if stopped and words.startswith(".") else words
        if place is not None:
            yield values[place]
        stopped = place is not None and words_of(values[place]).endswith((".", "…"))


@dataclass(frozen=True)
class Wording:
    """Everything needed to speak one language; passed down like the clock and the settings."""

    language: str = "de"

    @property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue in the form that Jinja2's i18n extension takes."""
        return _catalogue(self.language)

    def text(self, message: str, /, **values: object) -> str:
        """The sentence in this language with its placeholders filled."""
        translated = self.translations.gettext(message) if message else ""
        return "".join(map(format, pieces(translated, values, format))) if values else translated

    def counted(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The singular or plural sentence; `{n}` is the number as people write it."""
        translated = self.translations.ngettext(one, many, n)
        return "".join(map(format, pieces(translated, {"n": self.number(n), **values}, format)))

    def error(self, error: TrackerError) -> str:
        """What went wrong and how to mend it."""
        return self.text(error.message_key, **error.values)

    def label(self, member: Enum) -> str:
        """The word for a member of one of the domain's enumerations."""
        return self.translations.gettext(LABELS[type(member), member.name])

    def day(self, day: date) -> str:
        """A day in full: 1. März 2026."""
        return format_date(day, format="long", locale=_FORMATS[self.language])

    def weekday(self, day: date) -> str:
        """The name of a day: Dienstag."""
        return format_date(day, format="EEEE", locale=_FORMATS[self.language])

    def month(self, day: date) -> str:
        """A month in full: März 2026."""
        return format_date(day, format="MMMM y", locale=_FORMATS[self.language])

    def moment(self, when: datetime) -> str:
        """A moment: 01.03.2026, 06:10."""
        return format_datetime(when, format=_MOMENTS[self.language], locale=_FORMATS[self.language])

    def number(self, value: float) -> str:
        """A number with the language's separators: 1.234,5."""
        return format_decimal(value, locale=_FORMATS[self.language])
