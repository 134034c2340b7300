"""The picture that other sites show beside a link to a promise: 1,200 by 630 pixels, set by Typst from JSON."""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import typst

from tracker.reporting.foreign import line

LONGEST_TITLE, LONGEST_NAME = 140, 70
"""Characters that find room; the rest is cut off at a word."""

_UNBROKEN = re.compile(r"(\S{28})(?=\S{6})")
"""Where a word longer than a line may be broken; German compounds up to here are hyphenated by Typst."""

_SETTING = Lock()


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on the picture: whose site, which promise of whom, and the facts of that day."""

    site: str
    respondent: str
    title: str
    outcome: str
    knowledge: str
    stand: str


@lru_cache(maxsize=256)
def png(card: ShareCard, templates: Path) -> bytes:
    """The picture; the same card gives the same bytes. One at a time: setting takes a core for a moment."""
    shown = {name: line(text) for name, text in asdict(card).items()}
    shown["title"] = clipped(shown["title"], LONGEST_TITLE)
    shown |= {name: clipped(shown[name], LONGEST_NAME) for name in ("respondent", "site", "outcome", "knowledge")}
    shown["title"] = _UNBROKEN.sub("\\1\u200b", shown["title"])
    with _SETTING:
        compiler = typst.Compiler(templates / "_outlets" / "card.typ", root=templates, font_paths=_fonts())
        made = compiler.compile(sys_inputs={"card": json.dumps(shown)}, format="png", ppi=72)
    if not isinstance(made, bytes):  # more than one page: the template keeps every row in its place
        raise TypeError("a picture is one page")
    return made


def clipped(text: str, longest: int) -> str:
    """The text, or its beginning up to a word's end and an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[longest // 2 :] else cut}…"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
