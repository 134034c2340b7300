"""A composed report as PDF: tagged, PDF/UA-1, A4, typeset by Typst from JSON with the fonts inside its package.

What the report says travels as JSON and is never put together into source. Equal reports give equal bytes: no clock, no
fonts of the machine, no random identifiers.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from tracker.errors import TrackerError, key
from tracker.reporting import charts
from tracker.reporting.blocks import Entry, Paper, Picture
from tracker.reporting.foreign import line, visible
from tracker.reporting.rich import Look, Run, plain
from tracker.wording import Wording

LONG = 1200
"""Characters from which an entry may go over the end of a page; shorter ones stay together."""

_UNSHOWN = re.compile(r"the text `\"((?:[^\"\\]|\\.)*)\"` could not be displayed")
_STAND_IN = "\N{REPLACEMENT CHARACTER}"
_ROUNDS = 4
"""How often characters without a glyph are replaced before we give up: the first round finds all but ligatures."""


class PaperError(TrackerError):
    """The typesetter refused a report; subject: its name. That is our fault, never the text's."""


def typeset(paper: Paper, wording: Wording, templates: Path) -> bytes:
    """The report as PDF. Characters that the fonts lack stand as � and a line at the end says so."""
    data = json.dumps(_data(paper, wording, templates), ensure_ascii=False)
    unshown = _unshown(set(data))
    moment = datetime.combine(paper.cut_off, time(), UTC)
    for _ in range(_ROUNDS):
        shown = _without(data, unshown, wording)
        try:
            return _compiled(templates, shown, int(moment.timestamp()))
        except typst.TypstError as error:
            found = set(_named(error))
            if not found - unshown:
                raise PaperError(
                    key("Das PDF zu {subject} ließ sich nicht setzen ({detail}). Bitte melden Sie uns das als Fehler."),
                    subject=paper.subject,
                    detail=error.message,
                ) from error
            unshown |= found
    raise PaperError(key("Das PDF zu {subject} ließ sich nicht setzen."), subject=paper.subject)


def _compiled(templates: Path, data: str, timestamp: int) -> bytes:
    compiler = typst.Compiler(str(templates / "_base" / "paper.typ"), root=str(templates), font_paths=_fonts())
    made = compiler.compile(sys_inputs={"paper": data}, format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    if not isinstance(made, bytes):  # the library's type allows many pages, which only pictures have
        raise TypeError("a PDF is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts inside the package: those of a machine would make its PDFs differ from everybody else's."""
    return typst.Fonts(include_system_fonts=False)


_PROBE = b"""#set document(title: "probe")
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
#for c in json(bytes(sys.inputs.signs)) { c; parbreak() }
"""


def _unshown(signs: set[str]) -> set[str]:
    """Those of the characters that none of the fonts has."""
    rare = sorted(sign for sign in signs if ord(sign) > 0x17F)
    try:
        typst.Compiler(_PROBE, font_paths=_fonts()).compile(
            sys_inputs={"signs": json.dumps(rare)}, format="pdf", pdf_standards="ua-1", timestamp=0
        )
    except typst.TypstError as error:
        return set(_named(error))
    return set()


def _named(error: typst.TypstError) -> Iterable[str]:
    """The characters that an error names as having no glyph."""
    for quoted in _UNSHOWN.findall(error.diagnostic):
        yield from re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), quoted)


def _without(data: str, unshown: set[str], wording: Wording) -> str:
    if not unshown:
        return data
    words = wording.text(
        key(
            "Zeichen, die unsere Druckschrift nicht kennt, stehen hier als �. Auf der Seite im Netz stehen sie richtig."
        )
    )
    replaced = data.translate({ord(sign): _STAND_IN for sign in unshown})
    return json.dumps(json.loads(replaced) | {"missing": words}, ensure_ascii=False)


def _data(paper: Paper, wording: Wording, templates: Path) -> dict[str, Any]:
    plain_paper: dict[str, Any] = _plain(paper, templates)
    return plain_paper | {
        "page": wording.text(key("Seite")),
        "contents-title": wording.text(key("Inhalt")),
        "site-short": _clipped(paper.site),
        "heading-short": _clipped(plain(paper.heading)),
        "missing": "",
    }


def _clipped(text: str) -> str:
    """A running title that stays on one line of the page."""
    whole = line(text)
    return whole if len(whole) <= 60 else f"{whole[:59]}…"


def _plain(value: Any, templates: Path) -> Any:
    """The report as JSON knows it; blocks say what they are, charts are drawn."""
    if isinstance(value, Run):
        return _run(value)
    if isinstance(value, Picture):
        return _picture(value, templates)
    if isinstance(value, tuple):
        return [_plain(one, templates) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, templates)
    if isinstance(value, str):
        return _breakable(line(str(value)))  # an enumeration's member is its value here
    return value if isinstance(value, int) else str(value)


def _record(value: Any, templates: Path) -> dict[str, Any]:
    record = {f.name: _plain(getattr(value, f.name), templates) for f in fields(value)}
    if kind := getattr(value, "kind", None):
        record["kind"] = kind
    if isinstance(value, Entry):
        record["long"] = len(str(record)) > LONG * 4  # the signs of the record itself are three quarters of it
    return record


def _picture(block: Picture, templates: Path) -> dict[str, Any]:
    chart = block.chart
    return {
        "kind": block.kind,
        "svg": charts.picture(chart, templates),
        "title": line(chart.title),
        "description": line(chart.description),
        "notes": [line(one) for one in chart.notes],
    }


_LONG_WORD = re.compile(r"\S{40,}")


def _breakable(text: str) -> str:
    """Words longer than any real one may break every ten characters, or they would leave the page."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,10}", word[0])), text)


def _run(run: Run) -> dict[str, Any]:
    # blanks at the ends of our own runs stand between words; inside foreign text any white space is one blank
    text = _breakable(re.sub(r"\s+", " ", visible(run.text)))
    data: dict[str, Any] = {"text": text, "look": run.look.value, "href": run.href}
    if run.look is Look.CODE:  # a hash may break anywhere, or it would leave the page
        data["pieces"] = [text[i : i + 8] for i in range(0, len(text), 8)]
    return data
