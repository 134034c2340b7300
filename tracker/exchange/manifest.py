"""manifest.json: what a folder holds, with the hash of every file, so that damage and forgery are told."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tracker.errors import key
from tracker.exchange.refusals import ExchangeError

NAME = "manifest.json"
FORMAT, VERSION = "wortgehalten-data", 1
COMPLETE, PUBLIC = "complete", "public"

_FILE_NAME = re.compile(r"[a-z_]+\.(jsonl|csv|json|py)|readme\.md|files/[0-9a-f]{64}")
"""The only places in the folder that a manifest may name."""

_LATER = frozenset({"licence", "licence_url"})
"""What exports of the first version of this program do not say yet."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`cut_off` is the moment of the last thing that the data knows of; the same data gives the same manifest.

    `scope` says whether it is all that an operator needs to begin anew, or the part that is published. Days are counted
    in `timezone`. `counts` are records by noun, `files` the sha256 by file name. What is published says under which
    licence; a complete export goes to nobody and says none.
    """

    software: str
    scope: str
    cut_off: str
    timezone: str
    counts: Mapping[str, int]
    files: Mapping[str, str]
    licence: str = ""
    licence_url: str = ""
    format: str = FORMAT
    version: int = VERSION


def to_json(manifest: Manifest) -> str:
    """The manifest as people and programs read it."""
    return json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def from_json(text: str, subject: str) -> Manifest:
    """The manifest, checked. Raises ExchangeError where it is none, or of a format that this program does not know."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_manifest(subject) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise _no_manifest(subject)
    if raw.get("version") != VERSION:
        raise ExchangeError(
            key("{subject} hat das Format {version}, dieses Programm kennt {known}. Bitte das Programm aktualisieren."),
            subject=subject,
            version=raw.get("version"),
            known=VERSION,
        )
    if not _complete(raw):
        raise _no_manifest(subject)
    for name in raw["files"]:
        if not _FILE_NAME.fullmatch(name):
            raise ExchangeError(
                key("{subject} nennt die Datei „{name}“, die kein Export enthält. Der Ordner wird nicht eingelesen."),
                subject=subject,
                name=name,
            )
    return Manifest(**raw)


def _complete(raw: dict[str, Any]) -> bool:
    known = Manifest.__dataclass_fields__.keys()
    if not known - _LATER <= raw.keys() <= known or not all(isinstance(raw[n], dict) for n in ("counts", "files")):
        return False
    said = ("software", "scope", "cut_off", "timezone", *(_LATER & raw.keys()))
    texts = (*(raw[name] for name in said), *raw["files"].values())
    return all(isinstance(text, str) for text in texts)


def _no_manifest(subject: str) -> ExchangeError:
    return ExchangeError(
        key("{subject} ist kein Export von Wortgehalten oder beschädigt. Exporte macht: tracker export data ORDNER"),
        subject=subject,
    )
