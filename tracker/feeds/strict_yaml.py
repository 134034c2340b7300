"""Hand-written YAML read strictly: every slip is an error that names file, key and mend."""

import difflib
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

import yaml

from tracker.errors import FeedsFileError, key

Plain: TypeAlias = Any
"""What YAML may hold; the typed getters of `Block` are the only way out."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def problem(message: str, name: str, where: str, **values: object) -> FeedsFileError:
    """The error about key `where` of file `name`."""
    return FeedsFileError(message, subject=f"{name}: {where}" if where else name, file=name, key=where, **values)


class _Loader(yaml.SafeLoader):
    """The safe loader, refusing keys that are given twice: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  # PyYAML's signature
        seen: set[str] = set()
        for entry, _ in node.value:
            if isinstance(entry, yaml.ScalarNode) and entry.value in seen:
                raise problem(
                    key("{file}, Zeile {line}: Der Schlüssel „{key}“ steht zweimal da. Bitte einen davon entfernen."),
                    self.name,
                    entry.value,
                    line=entry.start_mark.line + 1,
                )
            seen.add(str(entry.value))
        return super().construct_mapping(node, deep=deep)


def parse(text: str, *, name: str) -> Plain:
    """The file's one document. Raises FeedsFileError with the line where it is no YAML."""
    try:
        loader = _Loader(text)
        loader.name = name
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise problem(
            key(
                "{file}, Zeile {line}: Das ist kein gültiges YAML. Häufig fehlt ein Anführungszeichen, oder die "
                "Einrückung stimmt nicht."
            ),
            name,
            "",
            line=mark.line + 1 if mark else 1,
        ) from error
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        # the library's constructors trip over values that a tag belies ("!!bool vielleicht") in ways of their own
        raise problem(
            key(
                "{file}: Die Datei enthält unlesbare Zeichen oder ein unmögliches Datum ({detail}). Bitte berichtigen."
            ),
            name,
            "",
            detail=str(error).splitlines()[0],
        ) from error


@dataclass
class Block:
    """One mapping of the file with its place in it; hands out typed values and remembers which keys were asked for."""

    values: dict[str, Plain]
    name: str
    where: str
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, value: Plain, name: str, where: str) -> "Block":
        """`value` as a block; an error where it is no mapping with words as keys."""
        if not isinstance(value, dict) or not all(isinstance(k, str) for k in value):
            raise problem(
                key("{file}: Bei „{key}“ werden Einträge der Form „name: wert“ erwartet. Bitte die Einrückung prüfen."),
                name,
                where,
            )
        return cls(value, name, where)

    def path(self, wanted: str) -> str:
        """Where a key of this block stands, as people find it: `feeds[2].url`."""
        return f"{self.where}.{wanted}" if self.where else wanted

    def error(self, message: str, wanted: str, **values: object) -> FeedsFileError:
        """The error about one key of this block."""
        return problem(message, self.name, self.path(wanted), **values)

    def get(self, wanted: str) -> Plain:
        """The raw value, None where absent."""
        self.asked.append(wanted)
        return self.values.get(wanted)

    def word(self, wanted: str, *, default: str | None = None) -> str:
        """A text; required without `default`."""
        value = self.get(wanted)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.error(key("{file}: „{key}“ fehlt. Bitte ergänzen."), wanted)
        if not isinstance(value, str) or not value.strip():
            raise self.error(
                key("{file}: „{key}“ muss ein Text sein. Bitte den Wert in Anführungszeichen setzen."), wanted
            )
        return value.strip()

    def identifier(self, wanted: str) -> str:
        """A short name of small letters, digits, dots, dashes."""
        raw = self.get(wanted)
        value = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else self.word(wanted)
        if not _ID.fullmatch(value):
            raise self.error(
                key(
                    "{file}: „{key}“ ist „{value}“; erlaubt sind kleine Buchstaben ohne Umlaute, Ziffern, "
                    "Punkt und Strich."
                ),
                wanted,
                value=value,
            )
        return value

    def flag(self, wanted: str) -> bool:
        """True or false; false where absent."""
        value = self.get(wanted)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self.error(key("{file}: „{key}“ muss true oder false sein."), wanted)

    def optional_day(self, wanted: str) -> date | None:
        """A day, or None where absent."""
        return None if self.get(wanted) is None else self.day(wanted)

    def day(self, wanted: str) -> date:
        """A day, written 2025-11-01."""
        value = self.get(wanted)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise self.error(key("{file}: „{key}“ muss ein Tag der Form 2025-11-01 sein."), wanted)

    def words(self, wanted: str) -> tuple[str, ...]:
        """A list of texts, empty where absent."""
        values = self.list(wanted)
        if not all(isinstance(v, str) and v.strip() for v in values):
            raise self.error(key("{file}: „{key}“ muss eine Liste von Texten sein."), wanted)
        return tuple(v.strip() for v in values)

    def blocks(self, wanted: str) -> tuple["Block", ...]:
        """A list of blocks, empty where absent."""
        return tuple(
            Block.of(value, self.name, f"{self.path(wanted)}[{n}]") for n, value in enumerate(self.list(wanted), 1)
        )

    def list(self, wanted: str) -> "list[Plain]":
        """A list of anything, empty where absent."""
        value = self.get(wanted)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(
                key("{file}: „{key}“ muss eine Liste sein; jeder Eintrag beginnt mit einem Strich „- “."), wanted
            )
        return value

    def done(self) -> None:
        """Refuse keys that nobody asked for, naming the nearest known one."""
        for unknown in self.values:
            if unknown not in self.asked:
                raise self.error(
                    key("{file}: Den Schlüssel „{key}“ gibt es nicht. Gemeint ist vielleicht „{nearest}“."),
                    unknown,
                    nearest=nearest(unknown, self.asked),
                )


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`."""
    options = list(known)
    return (difflib.get_close_matches(word, options, n=1, cutoff=0.0) or options)[0]
