"""Single promises of a term: the best and the least documented findings, and all of them one by one."""

from tracker.domain.assessment import EvidenceRank
from tracker.domain.report import AccountLine, PromiseLine, SourceLine
from tracker.errors import key
from tracker.reporting.blocks import Block, Entry, Fact, Facts, Group, Listing, Section, Tone
from tracker.reporting.foreign import short
from tracker.reporting.pieces import (
    checked,
    council_item,
    council_source,
    facts,
    paragraph,
    quotation,
    reply,
    respondent,
    result,
    signature,
)
from tracker.reporting.rich import Rich, code, foreign, link, rich, said, several
from tracker.reporting.term.basis import Term
from tracker.reporting.term.tables import by_name

CASES = 5
"""How many cases stand at either end."""

Weight = tuple[int, int, int, int]


def weight(account: AccountLine) -> Weight:
    """How well a finding is documented: highest rank, pieces above press, all pieces, looks. Nothing else counts.

    A council's item judged relevant has the rank of a decision.
    """
    ranks = [EvidenceRank.DECISION] * len(account.evidence) + [source.rank for source in account.sources]
    solid = sum(rank > EvidenceRank.PRESS for rank in ranks)
    return (int(max(ranks, default=-1)), solid, len(ranks), len(account.checks))


def ends(term: Term) -> tuple[list[PromiseLine], list[PromiseLine]]:
    """The best and the least documented final findings, none of them at both ends; ties by the promise's id."""
    final = [line for line in term.edition.promises if line.outcome.final]
    final.sort(key=lambda line: line.id)
    final.sort(key=lambda line: weight(term.accounts[line.id]), reverse=True)
    half = (len(final) + 1) // 2
    best = final[: min(CASES, half)]
    least = final[len(best) :][::-1][:CASES]
    return best, least


def documented(term: Term) -> Section:
    """Best and least documented findings."""
    best, least = ends(term)
    title = key("Am besten und am schwächsten belegt")
    if not best:
        none = key("Noch hat kein Versprechen ein endgültiges Ergebnis.")
        return term.section("belegt", title, term.line(none, Tone.EMPTY))
    basis = key(
        "Geordnet nur nach der Beweislage der endgültigen Ergebnisse: zuerst nach dem schwersten Beleg (Beschluss vor "
        "Haushalt vor Antwort der Verwaltung vor Presse), dann nach der Zahl der Belege und Prüfungen. Ob ein "
        "Vorhaben gut oder schlecht ist, spielt keine Rolle."
    )
    groups = [_end(term, key("Am besten belegt"), best)]
    if least:
        groups.append(_end(term, key("Am schwächsten belegt"), least))
    return term.section("belegt", title, term.line(basis, Tone.BASIS), tuple(groups))


def _end(term: Term, title: str, lines: list[PromiseLine]) -> Group:
    return Group(said(term.wording, title), (Listing(tuple(_case(term, line) for line in lines)),))


def _case(term: Term, line: PromiseLine) -> tuple[Rich, tuple[Rich, ...]]:
    wording, account = term.wording, term.accounts[line.id]
    pieces = len(account.evidence) + len(account.sources)
    grounds = rich(
        several(wording, "{n} Beleg", "{n} Belege", pieces),
        ", ",
        several(wording, "{n} Prüfung", "{n} Prüfungen", len(account.checks)),
    )
    who = respondent(wording, line.respondent)
    return rich(foreign(line.title), f": {wording.label(line.outcome)}"), (rich(who, " · ", grounds),)


def one_by_one(term: Term) -> tuple[Section, ...]:
    """Every promise with its quote, its facts and what they lean on, one section for each respondent."""
    wording = term.wording
    coverages = {row.respondent: row.coverage for row in term.edition.respondents}
    sections = []
    for number, (name, own) in enumerate(by_name(list(term.edition.promises)), start=1):
        basis = paragraph(checked(wording, coverages[name]), tone=Tone.BASIS) if name in coverages else None
        entries = tuple(_entry(term, line) for line in own)
        blocks: tuple[Block, ...] = ((basis,) if basis else ()) + entries
        sections.append(Section(f"gruppe-{number}", respondent(wording, name), blocks))
    return tuple(sections)


def _entry(term: Term, line: PromiseLine) -> Entry:
    wording, account = term.wording, term.accounts[line.id]
    blocks: list[Block] = []
    if line.question:
        blocks += term.line(key("Gefragt war: {question}"), Tone.NOTE, question=foreign(line.question))
    blocks += (quotation(wording, line), facts(wording, line))
    if reasons := _reasons(term, account):
        blocks.append(reasons)
    if account.reason:
        blocks += term.line(key("Begründung: {reason}"), reason=foreign(account.reason))
    for evidence in account.evidence:
        blocks += (council_item(wording, evidence), result(wording, evidence), council_source(wording, evidence))
    blocks += (paragraph(_source(term, source), tone=Tone.SOURCE) for source in account.sources)
    if account.checks:
        blocks.append(Listing(tuple((_look(term, account, i), ()) for i in range(len(account.checks)))))
    blocks += reply(wording, account.reply)
    if account.by:
        blocks.append(paragraph(signature(term.wording, account), tone=Tone.NOTE))
    return Entry((), rich(foreign(line.title)), tuple(blocks))


def _reasons(term: Term, account: AccountLine) -> Facts | None:
    wording = term.wording
    found = []
    if account.settled_on:
        late = wording.text(key("nach Ablauf der Frist")) if account.late else ""
        found.append(Fact(wording.text(key("Gilt ab")), wording.day(account.settled_on), late))
    if account.reason_code:
        found.append(Fact(wording.text(key("Grund")), wording.label(account.reason_code)))
    if account.deadline_on:
        found.append(Fact(wording.text(key("Frist")), wording.day(account.deadline_on)))
    return Facts(tuple(found)) if found else None


def _source(term: Term, source: SourceLine) -> Rich:
    wording = term.wording
    return said(
        wording,
        key("{rank}: {title}, {day}, SHA-256 {sha}"),
        rank=wording.label(source.rank),
        title=link(source.url, source.title),
        day=wording.day(source.on),
        sha=code(short(source.sha256)),
    )


def _look(term: Term, account: AccountLine, number: int) -> Rich:
    wording, look = term.wording, account.checks[number]
    who = said(
        wording,
        key("Nachgesehen am {day} von {by}: {finding}"),
        day=wording.day(look.on),
        by=foreign(look.by),
        finding=wording.label(look.finding),
    )
    if not look.sources:
        return who
    return rich(who, " · ", said(wording, key("gesucht in: {sources}"), sources=foreign(look.sources)))
