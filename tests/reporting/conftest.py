"""One invented month in Musterhafen an der Ahse, rich enough that every section has something to say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.assessment import (
    CheckFinding,
    Effort,
    Knowledge,
    KnowledgeState,
    Outcome,
    ReasonCode,
    Role,
)
from tracker.domain.council import Direction, FeedState, Stage, Votes
from tracker.domain.link import Judgement
from tracker.domain.report import (
    AssessmentLine,
    CheckLine,
    Coverage,
    EvidenceLine,
    FeedLine,
    MeetingLine,
    MonthlyEdition,
    PromiseLine,
    RetrospectiveEdition,
    by_respondent,
    coverage,
)
from tracker.wording import Wording

BRIDGE, GARDENERS, HARBOUR = "Bürgerliste Blaue Brücke", "Die Gärtnerpartei", "Forum Hafenlicht"
HEAD = "9d1c3f5b7a8e6d4c2b0a9f8e7d6c5b4a39281706f5e4d3c2b1a0998877665544"
NEVER = Knowledge(KnowledgeState.NEVER_CHECKED)


def make_promise(number: int, respondent: str, title: str, quote: str, **over: object) -> PromiseLine:
    line = PromiseLine(
        id=f"p{number}",
        title=title,
        respondent=respondent,
        quote=quote,
        document="antworten-seglerverein.txt",
        document_sha256=f"{number:x}".rjust(64, "c"),
        start=1000 + 137 * number,
        outcome=Outcome.NOT_YET_RATED,
        effort=Effort.NONE_KNOWN,
        role=Role.UNKNOWN,
        knowledge=NEVER,
    )
    return replace(line, **over)  # type: ignore[arg-type]


def make_promises() -> tuple[PromiseLine, ...]:
    return (
        make_promise(
            1,
            BRIDGE,
            "Nachtfähre zwischen Altstadt und Speicherinsel einführen",
            "Wir werden bis Ende 2027 eine Nachtfähre zwischen Altstadt und Speicherinsel einführen.",
            outcome=Outcome.IN_PROGRESS,
            effort=Effort.PROPOSED,
            role=Role.MAJORITY,
            knowledge=Knowledge(KnowledgeState.EVIDENCE, 2, date(2026, 10, 14)),
            deadline="bis Ende 2027",
            question="Wie kommen Menschen nach Mitternacht auf die Speicherinsel?",
        ),
        make_promise(
            2,
            GARDENERS,
            "Zwei neue Schulgärten anlegen",
            "Wir wollen zwei neue Schulgarten anlegen und die MaBnahmen dauerhaft fiir alle öffnen.",
            reading="Wir wollen zwei neue Schulgärten anlegen und die Maßnahmen dauerhaft für alle öffnen.",
            knowledge=Knowledge(KnowledgeState.NOTHING_FOUND, 0, date(2026, 10, 3)),
        ),
        make_promise(
            3,
            HARBOUR,
            "Öffentliche Toilette am Leuchtturmplatz bauen",
            "Mit uns wird es am Leuchtturmplatz eine öffentliche Toilette geben.",
            outcome=Outcome.NOT_FULFILLED,
            effort=Effort.PROPOSED,
            role=Role.OPPOSITION,
            knowledge=Knowledge(KnowledgeState.EVIDENCE, 1, date(2026, 10, 20)),
        ),
        make_promise(4, BRIDGE, "Gebühr für Bootsliegeplätze senken", "Wir werden die Liegeplatzgebühr senken."),
        make_promise(5, GARDENERS, "Hundert Straßenbäume pflanzen", "Wir werden hundert Straßenbäume pflanzen."),
        make_promise(6, HARBOUR, "Ratssitzungen im Netz übertragen", "Wir wollen Ratssitzungen übertragen."),
    )


def make_published(promises: tuple[PromiseLine, ...]) -> tuple[AssessmentLine, ...]:
    return (
        AssessmentLine(
            promise="p3",
            promise_title=promises[2].title,
            respondent=HARBOUR,
            outcome=Outcome.NOT_FULFILLED,
            effort=Effort.PROPOSED,
            role=Role.OPPOSITION,
            reason="Der Rat hat den Antrag des Forums Hafenlicht abgelehnt.",
            effective=date(2026, 10, 20),
            by="Ada Anker",
            confirmed_by="Bert Boje",
            reason_code=ReasonCode.NO_MAJORITY,
        ),
    )


def make_evidence(promises: tuple[PromiseLine, ...]) -> tuple[EvidenceLine, ...]:
    return (
        EvidenceLine(
            promise="p3",
            promise_title=promises[2].title,
            item_title="Antrag: Öffentliche Toilette am Leuchtturmplatz",
            item_url="https://rat.musterhafen.example/vorlage/118",
            item_date=date(2026, 10, 20),
            organization="Rat der Stadt Musterhafen",
            result="mehrheitlich abgelehnt",
            direction=Direction.REJECTED,
            stage=Stage.DECISIVE,
            judgement=Judgement.RELEVANT,
            judged_by="Ada Anker",
            judged_on=date(2026, 10, 22),
            reference="118/2026",
            votes=Votes(yes=14, no=21, abstentions=2),
            item_sha256="a" * 64,
            seen_on=date(2026, 10, 21),
        ),
        EvidenceLine(
            promise="p1",
            promise_title=promises[0].title,
            item_title="Nachtfähre: Fahrplan und Kosten",
            item_url="javascript:alert(1)",
            item_date=date(2026, 10, 14),
            organization="Ausschuss für Verkehr",
            result="einstimmig empfohlen",
            direction=Direction.ADOPTED,
            stage=Stage.ADVISORY,
            judgement=Judgement.RELEVANT,
            judged_by="Bert Boje",
            judged_on=date(2026, 10, 16),
            votes=Votes(unanimous=True),
        ),
    )


def make_meetings(promises: tuple[PromiseLine, ...]) -> tuple[MeetingLine, ...]:
    return (
        MeetingLine(
            date(2026, 11, 11),
            "Ausschuss für Verkehr",
            "9. Sitzung, öffentlicher Teil",
            "https://rat.musterhafen.example/sitzung/9",
            (promises[0].title,),
        ),
        MeetingLine(date(2026, 11, 24), "Rat der Stadt Musterhafen", "7. Sitzung", ""),
    )


def make_checks(promises: tuple[PromiseLine, ...]) -> tuple[CheckLine, ...]:
    return (
        CheckLine(
            "p2",
            promises[1].title,
            date(2026, 10, 3),
            "Ada Anker",
            CheckFinding.NOTHING,
            "Niederschriften des Schulausschusses, Haushaltsplan 2026",
        ),
    )


def make_monthly() -> MonthlyEdition:
    promises = make_promises()
    return MonthlyEdition(
        key="report:2026-10",
        month=date(2026, 10, 1),
        cut_off=date(2026, 10, 31),
        site="Wortgehalten Musterhafen an der Ahse",
        coverage=coverage(promises),
        new_promises=promises[:2],
        published=make_published(promises),
        evidence=make_evidence(promises),
        links_waiting=14,
        promises_waiting=7,
        meetings=make_meetings(promises),
        unchecked=tuple(p for p in promises if p.knowledge.state is KnowledgeState.NEVER_CHECKED),
        feeds=(
            FeedLine("musterhafen-rat", "Stadt Musterhafen", FeedState.OK, date(2026, 10, 31)),
            FeedLine("musterhafen-hafenamt", "Stadt Musterhafen", FeedState.STALE, date(2026, 9, 2)),
        ),
        respondents=by_respondent(promises),
        two_persons=True,
        chain_head=HEAD,
        checks=make_checks(promises),
        promises=promises,
    )


def make_empty(**over: object) -> MonthlyEdition:
    edition = MonthlyEdition(
        key="report:2026-10",
        month=date(2026, 10, 1),
        cut_off=date(2026, 10, 31),
        site="Wortgehalten Musterhafen an der Ahse",
        coverage=Coverage(0, 0),
        new_promises=(),
        published=(),
        evidence=(),
        links_waiting=0,
        promises_waiting=0,
        meetings=(),
        unchecked=(),
        feeds=(),
        respondents=(),
        two_persons=False,
        chain_head=HEAD,
    )
    return replace(edition, **over)  # type: ignore[arg-type]


def make_retrospective() -> RetrospectiveEdition:
    promises = make_promises()
    return RetrospectiveEdition(
        key="retrospective:2025-2030",
        term="Wahlperiode 2025–2030",
        start=date(2025, 11, 1),
        end=date(2030, 10, 31),
        cut_off=date(2026, 10, 31),
        site="Wortgehalten Musterhafen an der Ahse",
        coverage=coverage(promises),
        respondents=by_respondent(promises),
        promises=promises,
        two_persons=True,
        chain_head=HEAD,
    )


@pytest.fixture
def edition() -> MonthlyEdition:
    return make_monthly()


@pytest.fixture
def term() -> RetrospectiveEdition:
    return make_retrospective()


@pytest.fixture(scope="session")
def german() -> Wording:
    return Wording("de")


@pytest.fixture(scope="session")
def templates() -> Path:
    return Path(__file__).parents[2] / "reports"
