"""feeds.yaml: bodies, terms, respondents and council sources as frozen values.

The file is written by hand, so everything unexpected is an error that names the file, the key and the mend: unknown
and doubled keys, wrong types, references into nothing. `load` reads text only; it opens no file and no network.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from tracker.domain.council import LegislativeTerm
from tracker.errors import key
from tracker.feeds import address, strict_yaml
from tracker.feeds.exchange import Access
from tracker.feeds.strict_yaml import Block

VERSION = 1
KINDS = ("rss", "oparl", "dortmund", "ics")
DEFAULT_EVERY = timedelta(hours=6)
SHORTEST_EVERY = timedelta(minutes=60)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Identified = TypeVar("Identified", bound=_HasId)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inclusive; without `end` it lasts."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class RespondentConfig:
    """Who answered: `factions` are its names in the council, `majority` the periods in which it governed."""

    id: str
    name: str
    factions: tuple[str, ...] = ()
    majority: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyConfig:
    """A municipality. `ags` is the official key of eight digits, empty where not given."""

    id: str
    name: str
    ags: str = ""
    terms: tuple[LegislativeTerm, ...] = ()
    respondents: tuple[RespondentConfig, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedConfig:
    """A council source. `fetch_prefix` maps address beginnings to those that really answer, longest first."""

    id: str
    body: str
    kind: str
    url: str
    every: timedelta = DEFAULT_EVERY
    since: date | None = None
    paused: bool = False
    ca_file: Path | None = None
    fetch_prefix: tuple[tuple[str, str], ...] = ()
    allow_private_network: bool = False

    @property
    def access(self) -> Access:
        """What the fetcher must know of this source."""
        return Access(self.id, self.allow_private_network, self.ca_file)

    def fetch_url(self, url: str) -> str:
        """The address to ask for `url`: some servers name objects differently from where they serve them."""
        for stated, served in self.fetch_prefix:
            if url.startswith(stated):
                return served + url.removeprefix(stated)
        return url


@dataclass(frozen=True, slots=True)
class FeedsFile:
    """Everything in feeds.yaml."""

    bodies: tuple[BodyConfig, ...]
    feeds: tuple[FeedConfig, ...]


def load(text: str, *, name: str, base: Path | None = None) -> FeedsFile:
    """Read feeds.yaml; `name` stands in errors, a relative `ca_file` is taken from `base`.

    Raises FeedsFileError naming file, key and mend.
    """
    root = Block.of(strict_yaml.parse(text, name=name), name, "")
    _version(root)
    bodies = _unique([_body(block) for block in root.blocks("bodies")], root, "bodies")
    feeds = _unique([_feed(block, bodies, base) for block in root.blocks("feeds")], root, "feeds")
    root.done()
    return FeedsFile(tuple(bodies), tuple(feeds))


def _version(root: Block) -> None:
    if root.get("version") != VERSION:
        raise root.error(key("{file}: Ganz oben muss „version: {expected}“ stehen."), "version", expected=VERSION)


def _unique(entries: list[Identified], block: Block, wanted: str) -> list[Identified]:
    """The entries; an error where two share an id."""
    for n, entry in enumerate(entries):
        if any(entry.id == other.id for other in entries[:n]):
            raise block.error(
                key("{file}: Unter „{key}“ gibt es die id „{value}“ zweimal. Bitte eine davon umbenennen."),
                wanted,
                value=entry.id,
            )
    return entries


def _body(block: Block) -> BodyConfig:
    body = BodyConfig(
        id=block.identifier("id"),
        name=block.word("name"),
        ags=_ags(block),
        terms=tuple(_unique([_term(b) for b in block.blocks("terms")], block, "terms")),
        respondents=tuple(_unique([_respondent(b) for b in block.blocks("respondents")], block, "respondents")),
    )
    block.done()
    return body


def _ags(block: Block) -> str:
    raw = block.get("ags")
    if raw is None:
        return ""
    if not isinstance(raw, str) or not re.fullmatch(r"\d{8}", raw):
        raise block.error(
            key(
                "{file}: „{key}“ ist der amtliche Gemeindeschlüssel: acht Ziffern in Anführungszeichen, "
                'zum Beispiel "05913000".'
            ),
            "ags",
        )
    return raw


def _term(block: Block) -> LegislativeTerm:
    start, end = block.day("start"), block.day("end")
    term = LegislativeTerm(block.identifier("id"), block.word("name"), start, end, block.optional_day("election"))
    if term.election and term.election > start:
        raise block.error(
            key("{file}: „{key}“ liegt nach dem Beginn der Wahlperiode. Bitte die Tage prüfen."), "election"
        )
    if end < start:
        raise block.error(key("{file}: „{key}“ liegt vor dem Beginn. Bitte die Tage prüfen."), "end")
    block.done()
    return term


def _respondent(block: Block) -> RespondentConfig:
    respondent = RespondentConfig(
        id=block.identifier("id"),
        name=block.word("name"),
        factions=block.words("factions"),
        majority=tuple(_period(b) for b in block.blocks("majority")),
    )
    block.done()
    return respondent


def _period(block: Block) -> Period:
    period = Period(block.day("from"), block.optional_day("to"))
    if period.end is not None and period.end < period.start:
        raise block.error(key("{file}: „{key}“ liegt vor dem Beginn. Bitte die Tage prüfen."), "to")
    block.done()
    return period


def _feed(block: Block, bodies: list[BodyConfig], base: Path | None) -> FeedConfig:
    feed = FeedConfig(
        id=block.identifier("id"),
        body=_known(block, "body", [body.id for body in bodies]),
        kind=_known(block, "kind", KINDS),
        url=_web_address(block, "url", block.word("url")),
        every=_every(block),
        since=block.optional_day("since"),
        paused=block.flag("paused"),
        ca_file=_ca_file(block, base),
        fetch_prefix=_fetch_prefix(block),
        allow_private_network=block.flag("allow_private_network"),
    )
    block.done()
    return feed


def _known(block: Block, wanted: str, known: Sequence[str]) -> str:
    value = block.word(wanted)
    if value not in known:
        raise block.error(
            key("{file}: „{key}“ ist „{value}“; bekannt sind: {known}. Gemeint ist vielleicht „{nearest}“."),
            wanted,
            value=value,
            known=", ".join(known) or "–",
            nearest=strict_yaml.nearest(value, known) if known else "–",
        )
    return value


def _web_address(block: Block, wanted: str, url: str) -> str:
    try:
        address.parse(url)
    except address.AddressError as error:
        raise block.error(
            key("{file}: „{key}“ ist keine vollständige Webadresse mit http:// oder https://: {value}"),
            wanted,
            value=url,
        ) from error
    return url


def _every(block: Block) -> timedelta:
    raw = block.get("every")
    if raw is None:
        return DEFAULT_EVERY
    match = re.fullmatch(r"(\d{1,5}) ?([mhd])", str(raw).strip())
    every = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if every is None or every < SHORTEST_EVERY:
        raise block.error(
            key(
                "{file}: „{key}“ ist „{value}“; bitte eine Zahl mit m, h oder d angeben, mindestens 60m, "
                "zum Beispiel 6h."
            ),
            "every",
            value=raw,
        )
    return every


def _ca_file(block: Block, base: Path | None) -> Path | None:
    raw = block.word("ca_file", default="")
    if not raw:
        return None
    return base / raw if base else Path(raw)


def _fetch_prefix(block: Block) -> tuple[tuple[str, str], ...]:
    raw = block.get("fetch_prefix")
    if raw is None:
        return ()
    pairs = Block.of(raw, block.name, block.path("fetch_prefix"))
    checked = [(_web_address(pairs, s, s), _web_address(pairs, s, pairs.word(s))) for s in pairs.values]
    return tuple(sorted(checked, key=lambda pair: (-len(pair[0]), pair[0])))
