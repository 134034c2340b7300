"""robots.txt after RFC 9309: which paths a server lets us ask for. Pure; the fetcher brings the text.

The longest matching rule wins, `Allow` wins a tie, `*` and `$` are understood, groups of the same agent add up. A
`Crawl-delay` is honoured up to half a minute although the RFC does not know it: council servers use it.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

AGENT = "wortgehalten"
LONGEST_DELAY = 30.0
MAX_BYTES = 500 * 1024  # the RFC's least size that a crawler must read; what follows is left out


@dataclass(frozen=True)
class Rule:
    """One `Allow` or `Disallow` line."""

    allow: bool
    path: str

    def covers(self, path: str) -> bool:
        """Whether the rule speaks of `path`; parts between wildcards are searched left to right, in linear time."""
        first, *others = self.path.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        anchored = self.path.endswith("$")
        last = others.pop() if anchored and others else None
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if not anchored:
            return True
        return at == len(path) if last is None else path.endswith(last) and len(path) - len(last) >= at


@dataclass(frozen=True)
class Robots:
    """What one server asks of us. `delay` is seconds between two requests."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether `path` (with query, as it is sent) may be asked for."""
        wanted = _normal(path)
        hits = [(len(rule.path), rule.allow) for rule in self.rules if rule.path and rule.covers(wanted)]
        return path == "/robots.txt" or not hits or max(hits)[1]


def parse(body: bytes, agent: str = AGENT) -> Robots:
    """The rules for `agent`, else those for `*`. Anything that is no rule (an HTML page, say) says nothing."""
    groups: dict[str, list[tuple[str, str]]] = {}
    speaking: list[str] = []
    collecting = False
    for field, value in _lines(body):
        if field == "user-agent":
            speaking = [*speaking, value.lower()] if not collecting else [value.lower()]
            collecting = False
            groups.setdefault(value.lower(), [])
        elif field in {"allow", "disallow", "crawl-delay"}:
            collecting = True
            for name in speaking:
                groups[name].append((field, value))
    own = next((name for name in groups if name and name != "*" and agent.startswith(name.partition("/")[0])), "*")
    lines = groups.get(own, [])
    rules = tuple(Rule(field == "allow", _normal(value)) for field, value in lines if field != "crawl-delay")
    return Robots(rules, _delay([value for field, value in lines if field == "crawl-delay"]))


def _lines(body: bytes) -> list[tuple[str, str]]:
    text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
    pairs = (line.partition("#")[0].partition(":") for line in text.splitlines())
    return [(field.strip().lower(), value.strip()) for field, colon, value in pairs if colon]


def _delay(values: list[str]) -> float:
    numbers = [float(value) for value in values if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value)]
    return min(max(numbers, default=0.0), LONGEST_DELAY)


def _normal(path: str) -> str:
    """A path with the same octets always written alike."""
    return quote(unquote(path, errors="surrogateescape"), safe="/*$?&=;:@+,!'()~", errors="surrogateescape")
