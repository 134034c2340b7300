"""Which words stand for each other: the lists of `data/synonyms.yaml` and those a body adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tracker.errors import UsageError, key

KINDS = ("same", "related")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Lists of phrases; within one list each phrase stands for the others, fully ("same") or by half ("related")."""

    same: tuple[tuple[str, ...], ...] = ()
    related: tuple[tuple[str, ...], ...] = ()

    def extended(self, more: "Synonyms") -> "Synonyms":
        """These lists and more, as a body adds them."""
        return Synonyms(self.same + more.same, self.related + more.related)


def parsed(text: str, *, subject: str) -> Synonyms:
    """Lists from YAML: a mapping with `same` and `related`, each a list of lists of words; `subject` names the file.

    Raises UsageError that says which part is wrong.
    """
    return _lists(_mapping(text, subject), subject=subject)


def by_body(text: str, *, subject: str) -> dict[str, Synonyms]:
    """Lists of a workspace from YAML: `same` and `related` for all bodies under "", more of them under `bodies`.

    Raises UsageError that says which part is wrong.
    """
    loaded = _mapping(text, subject)
    bodies = loaded.pop("bodies", None) or {}
    if not isinstance(bodies, Mapping):
        message = key("{subject}: Unter „bodies“ steht je Körperschaft ihre Kennung, darunter „same“ und „related“.")
        raise UsageError(message, subject=subject)
    found = {"": _lists(loaded, subject=subject)}
    for body, lists in bodies.items():
        found[str(body)] = _lists({} if lists is None else lists, subject=f"{subject}, {body}")
    return found


def _mapping(text: str, subject: str) -> dict[Any, Any]:
    import yaml  # noqa: PLC0415  # only needed when matching starts

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(key("{subject} ist kein lesbares YAML: {error}"), subject=subject, error=error) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _unexpected(subject)
    return loaded


def _lists(loaded: object, *, subject: str) -> Synonyms:
    if not isinstance(loaded, Mapping) or not set(loaded) <= set(KINDS):
        raise _unexpected(subject)
    return Synonyms(*(_groups(loaded.get(kind), subject=subject) for kind in KINDS))


def _unexpected(subject: str) -> UsageError:
    message = key("{subject}: Erwartet werden nur die Schlüssel „same“ und „related“ mit Listen von Wörtern.")
    return UsageError(message, subject=subject)


def _groups(value: object, *, subject: str) -> tuple[tuple[str, ...], ...]:
    groups = [] if value is None else value
    if not isinstance(groups, Sequence) or not all(_is_group(group) for group in groups):
        message = key(
            "{subject}: Jede Zeile ist eine Liste von mindestens zwei Wörtern, zum Beispiel [Kita, Kindergarten]."
        )
        raise UsageError(message, subject=subject)
    return tuple(tuple(str(phrase) for phrase in group) for group in groups)


def _is_group(group: object) -> bool:
    return isinstance(group, list) and len(group) >= 2 and all(isinstance(phrase, str | int) for phrase in group)


@cache
def default() -> Synonyms:
    """The lists that come with the program."""
    return parsed(_data("synonyms.yaml"), subject="synonyms.yaml")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a plain list in `data/`; those that start with # are notes."""
    return tuple(line for line in _data(name).splitlines() if line and not line.startswith("#"))


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a plain list in `data/`, as written."""
    return frozenset(word for line in lines(name) for word in line.split())


def _data(name: str) -> str:
    return (files("tracker.linking") / "data" / name).read_text(encoding="utf-8")
