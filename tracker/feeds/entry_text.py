"""What an entry's text says: labelled lines ("Datum: …"), attachments, and the rest as plain text.

Council systems and syndication services put the meeting, the result or the paper number into an entry's description as
lines with a label. The labels here are the usual German ones of such systems. Machine-written summaries are left out.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from tracker.feeds import html_lines

_TAGS = re.compile(
    r"</?(?:a|abbr|b|big|br|code|div|em|font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|pre|q|s|script|small|span|strong|style"
    r"|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|tiff?|zip)\b|getfile|downloadfile|/download", re.IGNORECASE
)

_LABELS: dict[str, re.Pattern[str]] = {
    "machine": re.compile(r"(?:ki|ai)\b.*|.*zusammenfassung|kurzfassung|automatisch .*"),
    "date": re.compile(r"datum(?: der sitzung)?|sitzungs(?:datum|termin|tag)|(?:sitzungs)?beginn|termin|sitzung am"),
    "organization": re.compile(r"sitzung|(?:beratendes |zuständiges |federführendes )?gremium|ausschuss"),
    "result": re.compile(
        r"(?:beratungs|abstimmungs|beschluss|sitzungs)?ergebnis|abstimmung|beschluss(?:art)?|beratungsstand\b.*|entscheidung"
    ),
    "reference": re.compile(
        r"(?:drucksachen?|vorlagen?|antrags?|anfragen?|dr\.?|drs\.?)[ -]*(?:nr\.?|nummer)?|(?:paper )?reference"
    ),
    "number": re.compile(r"(?:top|tagesordnungspunkt)(?: (?P<n>[\w.]+))?"),
    "submitter": re.compile(
        r"antragsteller(?:in|innen)?|antragstellende fraktion(?:en)?|einreicher(?:in)?"
        r"|eingereicht (?:von|durch)|einbringer"
    ),
    "attachments": re.compile(r"anhänge|anhang|anlagen?|dokumente?|dateien|unterlagen|downloads?"),
}
_BLOCKS = frozenset({"attachments", "machine"})
_LINE = re.compile(r"(?P<label>[^:\t]{2,40}?)\s*[:\t]\s*(?P<value>.*)")
_DISCLAIMER = re.compile(r"automatisch (?:erstellt|generiert)|ki-generiert", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntryText:
    """A description taken apart; `fields` maps a kind of label to its first value."""

    fields: Mapping[str, str]
    attachments: tuple[str, ...]
    text: str


def plain(text: str) -> str:
    """A title as people read it: entities resolved (generators escape twice), tags removed, blanks collapsed."""
    for _ in range(2):
        text = _TAGS.sub(" ", html.unescape(text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def read(markup: str, base: str) -> EntryText:
    """Take an entry's HTML or plain text apart; relative links are completed with `base`."""
    page = html_lines.read(markup, keep_line_feeds=True)
    fields: dict[str, str] = {}
    rest: list[str] = []
    attachments: list[str] = []
    section = ""
    linked: dict[int, list[str]] = {}
    for n, link in page.links:
        linked.setdefault(n, []).append(link)
    for n, raw in enumerate(page.lines):
        line = re.sub(r"[^\S\t]+", " ", raw).strip()
        if line:
            section, value = _labelled(line) or (_continued(section, fields), line)
            if section == "":
                rest.append(value)
            elif section not in _BLOCKS:
                fields[section] = fields.get(section) or value
        attachments += [link for link in linked.get(n, ()) if section == "attachments" or _FILE.search(link)]
    shown = [line for line in rest if not _DISCLAIMER.search(line)]
    return EntryText(fields, tuple(dict.fromkeys(_completed(attachments, base))), "\n".join(shown))


def _completed(links: Iterable[str], base: str) -> Iterator[str]:
    """The links as whole web addresses; one that is no such address (`javascript:`, say) is left out."""
    for link in links:
        with suppress(ValueError):
            whole = urljoin(base, link)
            if is_web_address(whole):
                yield whole


def is_web_address(link: str) -> bool:
    """Whether a link may be shown as one: http or https."""
    return bool(re.match(r"https?://", link, re.IGNORECASE))


def _labelled(line: str) -> tuple[str, str] | None:
    """Kind of label and value of a line; an agenda number stands inside its label. None where there is no label."""
    match = _LINE.fullmatch(line)
    if not match:
        return None
    label, value = match["label"].strip().lower(), " ".join(match["value"].split())
    for kind, form in _LABELS.items():
        hit = form.fullmatch(label)
        if hit:
            return kind, (hit.groupdict().get("n") or value)
    return None


def _continued(section: str, fields: Mapping[str, str]) -> str:
    """What a line without label belongs to: a block goes on, a label without value takes it, else it stands alone."""
    return section if section in _BLOCKS or fields.get(section) == "" else ""
