"""`tracker match`: rank council items for promises from two files, without a database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker.cli.desk import HERE, LangOption, Language, WorkspaceOption
from tracker.domain.link import ItemText, PromiseText
from tracker.errors import UsageError, key


def match(
    promises: Annotated[
        Path, typer.Option("--promises", metavar=key("DATEI"), help=key("Versprechen, eines je Zeile (JSON)."))
    ],
    items: Annotated[
        Path, typer.Option("--items", metavar=key("DATEI"), help=key("Ratsvorgänge, einer je Zeile (JSON)."))
    ],
    top: Annotated[int, typer.Option("--top", min=1, help=key("So viele Treffer je Versprechen höchstens."))] = 20,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Rank items for each promise, one JSON object a line, best first."""
    from tracker import linking
    from tracker.services.vectors import Vectors

    del lang
    kept = Vectors(workspace / "data" / "vectors.npz")
    wanted = [_promise(line, promises) for line in _lines(promises)]
    council = [_item(line, items) for line in _lines(items)]
    for found in linking.match(wanted, council, top=top, meaning=linking.installed_meaning(kept)):
        typer.echo(json.dumps(linking.as_json(found), ensure_ascii=False))
    if (workspace / "data").is_dir():
        kept.save()  # a workspace remembers what was embedded; elsewhere nothing is written


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as handle:
            for number, line in enumerate(handle, start=1):
                if line.strip():
                    yield _object(line, path, number)
    except OSError as error:
        raise UsageError(
            key("{subject} lässt sich nicht lesen ({detail})."), subject=str(path), detail=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(key("{subject} ist kein UTF-8-Text."), subject=str(path)) from error


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise _not_an_object(path, number) from error
    if not isinstance(value, dict):
        raise _not_an_object(path, number)
    return value


def _not_an_object(path: Path, number: int) -> UsageError:
    return UsageError(
        key("Zeile {number} von {subject} ist kein JSON-Objekt. Jede Zeile braucht eines, z. B. {example}"),
        subject=str(path),
        number=number,
        example='{"id": "1", "text": "…"}',
    )


def _field(value: dict[str, Any], name: str, path: Path, *, needed: bool = False) -> str:
    if needed and value.get(name) in {None, ""}:
        raise UsageError(key("In {subject} fehlt einem Eintrag „{name}“."), subject=str(path), name=name)
    found = value.get(name)
    return "" if found is None else str(found)


def _promise(value: dict[str, Any], path: Path) -> PromiseText:
    return PromiseText(
        id=_field(value, "id", path, needed=True),
        text=_field(value, "text", path),
        context=_field(value, "context", path),
        respondent=_field(value, "respondent", path),
        date=_field(value, "date", path),
    )


def _item(value: dict[str, Any], path: Path) -> ItemText:
    return ItemText(
        id=_field(value, "id", path, needed=True),
        title=_field(value, "title", path),
        text=_field(value, "text", path),
        date=_field(value, "date", path),
    )
