"""Blocks to answers: who replied to which question, and where each reply begins and ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.questionnaire import Span
from tracker.extraction.blocks import Block, Role, blocks
from tracker.extraction.marks import Marks, asks, is_question, list_items, marks, opens_letter
from tracker.extraction.preambles import cut
from tracker.extraction.respondents import is_party

SURE = 0.97
"""Confidence of an answer that marks enclose."""
UNMARKED = 0.7
"""Highest confidence of an answer that no mark begins."""

_NOTHING_SAID = re.compile(
    r"[\W_]*(?:k\.?\s?A\.?|keine (?:Angabe|Antwort|Stellungnahme|Rückmeldung)n?|n/a|liegt (?:noch )?nicht vor|entfällt"
    r"|folgt)?[\W_]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\W*(?:Mit (?:\w+ ){1,3}Gr[uü]ß|(?:Viele|Beste|Herzliche|Freundliche|Liebe|Schöne) Grüße|Hochachtungsvoll"
    r"|(?:Für|Bei) (?:\w+ ){0,3}(?:(?:Rück|Nach)?[Ff]ragen|Gespräche?\w*|Auskünfte|Termin\w*)\b[^.\n]{0,60}"
    r"(?:steh\w+|freu\w+|wenden|melden|erreich\w+|Verfügung)|(?:Gerne?|Selbstverständlich) stehen? (?:wir|ich) "
    r"|(?:Wir|Ich) (?:hoffe|würden? (?:uns|mich)|freuen? (?:uns|mich)|steh)\w* [^.\n]{0,60}"
    r"(?:Ihnen|Ihre|Sie|euch|eure|Verfügung)\b"
    r"|Sehr geehrte|(?:Mehr zum Thema|Schlagwörter|Teilen(?: mit)?|Kategorien?|Tags|Siehe auch|Fotos?|Anzeige)\b"
    r"[^.\n]{0,60}(?::|$)|(?:Weiterlesen|weiterlesen|Veröffentlicht am|Dieser Beitrag|Dieses Thema|Die Fragen stellten"
    r"|Das (?:Interview|Gespräch) führte)\b|Hinweis: "
    r"|(?:Morgen|Nächste Woche|Im nächsten Teil) folgt\b|\([\w .-]+, \d{1,2}\. ?\w+|Wer wir sind\b"
    r"|(?:Legende|Quelle|Impressum|Kontakt|Redaktion|Stand|(?:Anmerkung|Hinweis) der \w+)\b[^.\n]{0,20}:"
    r"|(?:Alle|Die|Diese|Sämtliche) (?:\w+ )?(?:Antworten|Angaben|Aussagen|Gespräche|Stellungnahmen)\b"
    r"|(?:Vielen|Herzlichen|Besten) Dank\b[^.\n]{0,30}\b(?:Sie|Parteien|Listen|Kandidat\w+|Antworten)\b"
    r"|(?:Wir|Der|Die|Das) (?:\S+ ){0,4}(?:be)?dank(?:en|t) (?:uns |sich )?(?:bei )?(?:allen|den|für die)\b)"
)
"""How letters end, how associations close their document below the last answer, and how pages of the web go on."""

_ANSWERED_BY = re.compile(
    r"(?:(?:Antworten|Stellungnahme|ANTWORTEN|STELLUNGNAHME) (?:der|des|von|DER|DES|VON)|(?:Wer|Es) antwortet:?)"
    r"[ \t]+(?:(?:Partei|Fraktion|Liste)[ \t]+)?"
    r"(?P<name>[A-ZÄÖÜ„\"](?:[^\n:?!]{2,70}(?=\n|$)"
    r"|\S*(?: [A-ZÄÖÜ(&]\S*| für| der| und){1,6}(?= auf\b| zu\b| zur\b| an\b)))"
    r"|(?:Antwort(?:en)?|Wahlprüfsteine|Rückmeldung):[ \t]+(?P<named>[A-ZÄÖÜ„\"][^\n:?!.]{2,60})(?=\n|$)"
)
"""How the head of a document says who answers all of it."""

_SEAT = re.compile(r"(?:Rats|Kreistags|Stadtrats)?[Ff]raktion (?:im|in)\b")
"""A line that only says where a faction sits."""
_LIST_NAMED = re.compile(
    r"\b(?:Liste|Partei|Fraktion|Bündnis|Ortsverband|\w*[Ww]ähler(?:gruppe|gemeinschaft|vereinigung|initiative))[ \t]"
    r"(?P<name>[A-ZÄÖÜ][\wäöüß&.-]+(?:[ \t][A-ZÄÖÜ][\wäöüß&.-]+)*)"
)
"""A list named in running words: "was die Wählergruppe Stadtgrün dazu sagt"."""

_NAMED = {Role.ANSWER, Role.NAME}
"""Marks whose answers end where a further name stands."""

_NUMBERED_ANYWAY = {Role.DASH, Role.ANSWER, Role.STANCE}
"""Marks whose documents have a question before every answer, even one without a question mark."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the repaired text."""

    span: Span
    number: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the repaired text: `span` begins after its mark; `parts` are its blocks."""

    span: Span
    question: Span | None
    number: str | None
    respondent: str | None
    confidence: float
    parts: tuple[Block, ...]


def replies(text: str, respondent: str | None = None) -> list[Reply]:
    """The answers of a questionnaire, in order; empty where the text is none. `respondent` names unnamed ones."""
    found = blocks(text)
    begun = marks(text, found)
    if begun is None:
        return []
    return _assembled(text, found, begun, respondent or _document_respondent(text, found[: begun.at[0]]))


def whole(text: str, respondent: str | None = None) -> list[Reply]:
    """The whole text as one answer of one respondent, as programmes and letters are."""
    if not any(c.isalpha() for c in text):
        return []
    start = len(text) - len(text.lstrip())
    return [Reply(Span(start, len(text.rstrip())), None, None, respondent, 1.0, tuple(blocks(text)))]


def _document_respondent(text: str, head: Sequence[Block]) -> str | None:
    """The one respondent that the head of the document names, if it does."""
    said = {m["name"] or m["named"] for b in head for m in _ANSWERED_BY.finditer(text, b.start, b.end)}
    names = {b.name for b in head if b.name and b.role in {Role.HEADING, Role.NAME, Role.LABEL}}
    names = {name for name in names if not _SEAT.match(name)}
    told = {m["name"] for b in head for m in _LIST_NAMED.finditer(text, b.start, b.end)}
    named = said or {name for name in names if is_party(name)} or names or told
    return named.pop().strip(" .") if len(named) == 1 else None


def _assembled(text: str, found: Sequence[Block], begun: Marks, default: str | None) -> list[Reply]:
    collected: list[Reply] = []
    asked = _question(text, found[: begun.at[0]])
    for mark, stop in zip(begun.at, [*begun.at[1:], len(found)], strict=True):
        own_words = found[mark].content < found[mark].end and begun.kind is not Role.STANCE
        first = mark if own_words else mark + 1
        questions = begun.kind in _NUMBERED_ANYWAY and not _same_question(found, mark, stop)
        length, sure = _length(text, found[first:stop], begun.kind, last=stop == len(found), asked=questions)
        parts = tuple(b for b in found[first : first + length] if b.role is not Role.STANCE)
        name = found[mark].name or _name_above(found, mark, begun) or default
        reply = _reply(text, parts, asked, name, sure)
        if reply is not None:
            collected.append(reply)
        if first + length < stop:
            asked = _question(text, found[first + length : stop]) or asked
    return collected


def _same_question(found: Sequence[Block], mark: int, stop: int) -> bool:
    """Whether no question need stand before the next mark: the marks count the questions, or name several parties."""
    other = found[stop].name if stop < len(found) else None
    return found[mark].number is not None or (other is not None and found[mark].name not in {None, other})


def _name_above(found: Sequence[Block], mark: int, begun: Marks) -> str | None:
    """The nearest name above a mark that has none: a party's block of answers, or "SPD: stimme zu"."""
    if begun.kind not in {Role.ANSWER, Role.STANCE, Role.TEXT}:
        return None
    above = (
        b.name
        for b in reversed(found[begun.at[0] : mark])
        if b.name and b.role in {Role.NAME, Role.LABEL, Role.HEADING}
    )
    return next(above, None)


def _reply(
    text: str, parts: tuple[Block, ...], asked: Asked | None, respondent: str | None, sure: float
) -> Reply | None:
    """The reply made of these blocks; None where they say nothing ("–", "k. A.")."""
    if not parts:
        return None
    start, end = parts[0].content, parts[-1].end
    if parts[0].role in {Role.BULLET, Role.MARKER}:
        start = parts[0].start
    if _NOTHING_SAID.fullmatch(text, start, end):
        return None
    span, number = (asked.span, asked.number) if asked else (None, None)
    return Reply(Span(start, end), span, number, respondent, sure, parts)


def _length(text: str, region: Sequence[Block], kind: Role, *, last: bool, asked: bool) -> tuple[int, float]:
    """How many blocks up to the next mark belong to the answer, and how sure that is.

    `asked`: a question must stand before the next mark, with or without a question mark.
    """
    most = UNMARKED if kind is Role.TEXT else SURE
    if (last or (region and opens_letter(text, region[0]))) and (closing := _closing(text, region)) is not None:
        return closing, most
    question = _next_question(text, region, kind, last=last, asked=asked) if len(region) > 1 else None
    if question is None:
        return len(region), most
    end = cut(text, region, question)
    return end.index, min(most, end.confidence)


def _closing(text: str, region: Sequence[Block]) -> int | None:
    """Index of the block where a letter says goodbye or the asking organisation closes the document."""
    return next((i for i in range(1, len(region)) if region[i].gap and _CLOSING.match(text, region[i].start)), None)


def _next_question(text: str, region: Sequence[Block], kind: Role, *, last: bool, asked: bool) -> int | None:
    """Index in the region of the block where the next question has begun for sure."""
    items = list_items(text, region)
    for index in (i for i in range(1, len(region)) if i not in items):
        if _opens_question(text, region, index) or (kind in _NAMED and region[index].role is Role.NAME):
            return index
    if last:
        return None
    questions = [i for i in range(1, len(region)) if i not in items and is_question(text, region[i])]
    if questions:
        return questions[-1]
    return len(region) - 1 if asked or kind is Role.TEXT else None


def _opens_question(text: str, region: Sequence[Block], index: int) -> bool:
    """Whether a block is a named question, the asker's turn, or a number that is no item of the answer's own list."""
    block = region[index]
    if block.role is not Role.MARKER:
        return block.role is Role.LABEL
    if not text[block.start : block.content].strip(" *_#").rstrip(".)").isdigit():
        return True
    numbered = [b for i, b in enumerate(region) if b.role is Role.MARKER and i not in list_items(text, region)]
    return block.gap and (block is numbered[-1] or asks(text, block))


def _question(text: str, between: Sequence[Block]) -> Asked | None:
    """The question among the blocks before an answer."""
    candidates = [b for b in between if b.role not in {Role.STANCE, Role.NAME}]
    if not candidates:
        return None
    number = next((b.number for b in reversed(candidates) if b.number), None)
    asked = [b for b in candidates if is_question(text, b)]
    block = asked[-1] if asked else candidates[-1]
    return Asked(Span(block.content, block.end), number)
