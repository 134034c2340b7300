"""Editions to canonical JSON and back: what is frozen when a report is published, and what others recompute from.

The JSON is UTF-8 text with sorted keys, no blanks and no floats. Strings are kept exactly (no Unicode normal form):
quotes must stay equal to the stored document, character by character.
"""

import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeAlias

from tracker.domain.report import MonthlyEdition, RetrospectiveEdition
from tracker.errors import TrackerError, key

FORMAT = 1

Edition: TypeAlias = MonthlyEdition | RetrospectiveEdition

_KINDS: dict[str, type[MonthlyEdition | RetrospectiveEdition]] = {
    "monthly": MonthlyEdition,
    "retrospective": RetrospectiveEdition,
}


class EditionError(TrackerError):
    """Stored JSON is not an edition that this version can read; subject: the place in it."""


def edition_json(edition: Edition) -> str:
    """Canonical JSON: equal editions give equal text. `format` and `kind` say how to read it."""
    kind = next(name for name, cls in _KINDS.items() if type(edition) is cls)
    plain = {"format": FORMAT, "kind": kind, "edition": _plain(edition)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def edition_from_json(text: str) -> Edition:
    """The edition that `edition_json` wrote; fields that an older version did not know take their defaults.

    Raises EditionError where the text is no JSON, has another format, an unknown field or a wrong value.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged("JSON") from error
    if not isinstance(raw, dict) or set(raw) != {"format", "kind", "edition"}:
        raise _damaged("format, kind, edition")
    if raw["format"] != FORMAT or raw["kind"] not in _KINDS:
        raise EditionError(
            key("Diese Ausgabe hat das Format {subject}, das diese Programmversion nicht kennt. Bitte aktualisieren."),
            subject=f"{raw['kind']} {raw['format']}",
        )
    edition: Edition = _value(_KINDS[raw["kind"]], raw["edition"], "edition")
    return edition


def _damaged(where: str) -> EditionError:
    return EditionError(
        key("Die gespeicherte Ausgabe ist bei „{subject}“ nicht lesbar. Bitte aus der Sicherung zurückholen."),
        subject=where,
    )


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int) or value is None:
        return value
    raise TypeError(f"no place in an edition for {value!r}")


def _value(wanted: Any, raw: object, where: str) -> Any:
    """`raw` as the type that the field asks for; `where` is the path to it, for the message."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is types.UnionType:  # the only unions in an edition are "X or nothing"
        return None if raw is None else _value(arguments[0], raw, where)
    if origin is tuple:
        return _tuple(arguments, raw, where)
    if is_dataclass(wanted):
        return _record(wanted, raw, where)
    try:
        if issubclass(wanted, Enum):
            return wanted(raw)
        if wanted is date and isinstance(raw, str):
            return date.fromisoformat(raw)
    except ValueError as error:
        raise _damaged(where) from error
    if type(raw) is not wanted:
        raise _damaged(where)
    return raw


def _tuple(arguments: tuple[Any, ...], raw: object, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise _damaged(where)
    if arguments[-1] is Ellipsis:
        arguments = arguments[:1] * len(raw)
    if len(arguments) != len(raw):
        raise _damaged(where)
    return tuple(_value(a, r, f"{where}[{i}]") for i, (a, r) in enumerate(zip(arguments, raw, strict=True)))


def _record(wanted: Any, raw: object, where: str) -> Any:
    if not isinstance(raw, dict):
        raise _damaged(where)
    hints = typing.get_type_hints(wanted)
    needed = {f.name for f in fields(wanted) if f.default is MISSING and f.default_factory is MISSING}
    for name in sorted((raw.keys() - hints.keys()) | (needed - raw.keys())):
        raise _damaged(f"{where}.{name}")
    return wanted(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in raw.items()})
