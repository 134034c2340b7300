"""Feed bytes made readable before any parser sees them: mended where that is safe, refused where it is not.

Works on bytes of an encoding that contains ASCII (UTF-16 is turned into UTF-8 first), never on a file or address.
"""

import codecs
import re
from dataclasses import dataclass
from html.entities import name2codepoint

from tracker.feeds.failures import Doubt

MAX_ENTRIES = 2000
"""A feed window larger than any seen; a feed of 100,000 entries keeps feedparser busy for 9 s and more."""

DEEPEST = 100
"""Elements within each other; feeds have a dozen, and feedparser's time grows with the square."""

MOST_ATTRIBUTES = 1000
"""Equals signs in one tag; their number, too, counts by its square."""

MOST_PREFIXES = 100
"""Names for namespaces; feedparser goes through all of them at every element."""

_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)[\"']", re.IGNORECASE)
_ROOT = re.compile(rb"\s*<(?P<name>(?:[A-Za-z_][\w.-]*:)?(?P<local>[A-Za-z_][\w.-]*))(?P<rest>[^>]*)>")
_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)(?=[\s>/])")
_ENTRY_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?(?:item|entry)\s*>")
_REFERENCE = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});)?", re.DOTALL)
_KNOWN_CHARSET = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|iso_8859-1|latin-?1|windows-125\d|cp125\d",
    re.IGNORECASE,
)
_OPENING = re.compile(rb"<!(?:--|\[CDATA\[)")
_PREFIX = re.compile(rb"xmlns:([\w.-]+)")
_TAG = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?P<end>/?)[A-Za-z_:](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>?",
    re.DOTALL,
)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf"})
_TAIL = 4096


class DoubtError(Exception):
    """The bytes are no feed that may be read."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class Markup:
    """Bytes for the parser.

    `truncated`: the end was missing, the last whole entry ends it now. `capped`: only the first entries are left.
    """

    body: bytes
    truncated: bool
    capped: bool


def known_charset(name: str) -> bool:
    """Whether a charset is one that councils use; codecs like UTF-7 could hide markup from the checks here."""
    return bool(_KNOWN_CHARSET.fullmatch(name.strip()))


def prepared(delivered: bytes) -> Markup:
    """The feed ready for parsing, or DoubtError.

    Mended: byte order marks, blanks before the prolog, control characters, bare ampersands and HTML's named entities
    (`?a=1&copy=3` would become `©=3`), a harmless DOCTYPE, a missing end. Refused: nothing at all, a web page, another
    root, an unknown charset, a DOCTYPE that defines something, a structure made to keep parsers busy.
    """
    body = _ascii_based(delivered).translate(None, _CONTROLS).lstrip()
    if not body:
        raise DoubtError(Doubt.EMPTY)
    declared = _DECLARED.match(body)
    if declared and not known_charset(declared[1].decode("ascii", "replace")):
        raise DoubtError(Doubt.CHARSET)
    start = _root_start(body)
    root = _ROOT.match(body, start)
    if not root or root["local"].lower() not in _FEED_ROOTS:
        raise DoubtError(Doubt.HTML if re.search(rb"<html\b", body[:_TAIL], re.IGNORECASE) else Doubt.NO_FEED)
    body = _cut_unclosed(body, root.start())
    _check_structure(body)
    prolog = declared[0] + b"?>" if declared else b""
    return _bounded(prolog + _REFERENCE.sub(_mended, body[root.start() :].lstrip()), root)


def _ascii_based(body: bytes) -> bytes:
    """UTF-16 as UTF-8 without its declaration; a byte order mark removed."""
    if body.startswith(codecs.BOM_UTF8):
        return body[3:]
    head = body[:200]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    elif head[:2] == b"<\0" or head[:2] == b"\0<":
        text = body.decode("utf-16-le" if head[:1] == b"<" else "utf-16-be", errors="replace")
    else:
        return body
    return re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode("utf-8", errors="replace")


def _root_start(body: bytes) -> int:
    at = 0
    while match := _PROLOG.match(body, at):
        at = match.end()
    if re.match(rb"\s*<!(?:DOCTYPE|ENTITY)", body[at : _TAIL + at], re.IGNORECASE):
        raise DoubtError(Doubt.ENTITIES)
    return at


def _cut_unclosed(body: bytes, start: int) -> bytes:
    """The body up to a comment or CDATA section that never ends, so that nobody searches the end again and again."""
    while opening := _OPENING.search(body, start):
        closing = b"-->" if opening[0] == b"<!--" else b"]]>"
        end = body.find(closing, opening.end())
        if end < 0:
            return body[: opening.start()]
        start = end + len(closing)
    return body


def _check_structure(body: bytes) -> None:
    """Refuse what no feed is: thousands of elements within each other, of attributes in one tag, of namespaces."""
    if len(set(_PREFIX.findall(body))) > MOST_PREFIXES:
        raise DoubtError(Doubt.CONVOLUTED)
    depth = 0
    for tag in _TAG.finditer(body):
        if tag["end"] is None:  # CDATA or a comment
            continue
        if tag[0].count(b"=") > MOST_ATTRIBUTES:
            raise DoubtError(Doubt.CONVOLUTED)
        if tag["end"]:
            depth = max(depth - 1, 0)
        elif not tag[0].endswith(b"/>"):
            depth += 1
            if depth > DEEPEST:
                raise DoubtError(Doubt.CONVOLUTED)


def _mended(match: re.Match[bytes]) -> bytes:
    whole, name = match[0], match[1]
    if whole.startswith(b"<!") or (name and name.startswith(b"#")) or name in {b"amp", b"lt", b"gt", b"quot", b"apos"}:
        return whole
    code = name2codepoint.get(name.decode()) if name else None
    return b"&#%d;" % code if code else b"&amp;" + whole[1:]


def _bounded(body: bytes, root: re.Match[bytes]) -> Markup:
    """The body with at most MAX_ENTRIES entries and a proper end."""
    starts = [m.start() for _, m in zip(range(MAX_ENTRIES + 1), _ENTRY.finditer(body), strict=False)]
    capped = len(starts) > MAX_ENTRIES
    ended = root["rest"].rstrip().endswith(b"/") or b"</" + root["name"] in body[-_TAIL:]
    if not capped and ended:
        return Markup(body, truncated=False, capped=False)
    ends = [m.end() for m in _ENTRY_END.finditer(body, 0, starts[-1] if capped else len(body))]
    first = starts[0] if starts else len(body)
    closing = (b"</channel>" if root["local"].lower() == b"rss" else b"") + b"</" + root["name"] + b">"
    return Markup(body[: ends[-1] if ends else first] + closing, truncated=not ended, capped=capped)
