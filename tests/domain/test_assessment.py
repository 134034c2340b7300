from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.assessment import (
    Assessment,
    AssessmentState,
    Check,
    CheckFinding,
    EvidenceRank,
    Grounds,
    Knowledge,
    KnowledgeState,
    Outcome,
    ReasonCode,
    current,
    knowledge,
    may_publish,
    needs_reply,
    require_grounds,
    require_second_person,
)
from tracker.errors import RuleError

DAY = date(2026, 10, 1)
DEADLINE = date(2026, 6, 30)


def assessment(outcome, **over):
    values = {"id": 1, "promise": "p-1", "outcome": outcome, "effective": DAY, "by": "Ada"}
    return Assessment(**(values | over))


def grounds(*evidence, checks=(), deadline=DEADLINE, kept_kind=False):
    return Grounds(evidence, tuple(checks), deadline, kept_kind)


def looked(by, on):
    return Check(on, by, CheckFinding.NOTHING)


def test_evidence_beats_nothing_found_beats_never_checked():
    check = looked("Ada", DAY)
    assert knowledge([], []) == Knowledge(KnowledgeState.NEVER_CHECKED)
    assert knowledge([check], []) == Knowledge(KnowledgeState.NOTHING_FOUND, 0, DAY)
    assert knowledge([check], [date(2026, 9, 1)]) == Knowledge(KnowledgeState.EVIDENCE, 1, date(2026, 9, 1))


def test_only_what_is_published_stands():
    assert current([assessment(Outcome.FULFILLED)]) is None
    published = assessment(Outcome.FULFILLED, state=AssessmentState.PUBLISHED)
    assert current([published, assessment(Outcome.STALLED, id=2)]) == published


states = st.sampled_from(AssessmentState)
assessments = st.lists(
    st.builds(
        assessment,
        st.sampled_from(Outcome),
        id=st.integers(1, 99),
        effective=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
        state=states,
    ),
    unique_by=lambda a: a.id,
)


@given(assessments, st.randoms())
def test_the_standing_assessment_does_not_depend_on_the_order_of_reading(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert current(found) == current(shuffled)


@given(assessments)
def test_no_published_assessment_is_later_than_the_standing_one(found):
    standing = current(found)
    published = [a for a in found if a.state is AssessmentState.PUBLISHED]
    assert (standing is None) == (not published)
    assert all((a.effective, a.id) <= (standing.effective, standing.id) for a in published)


@pytest.mark.parametrize("outcome", [Outcome.FULFILLED, Outcome.PARTLY_FULFILLED])
@pytest.mark.parametrize("evidence", [(), (EvidenceRank.ANNOUNCEMENT,), (EvidenceRank.PRESS, EvidenceRank.PRESS)])
def test_press_alone_fulfils_nothing(outcome, evidence):
    with pytest.raises(RuleError):
        require_grounds(assessment(outcome), grounds(*evidence))


@pytest.mark.parametrize("rank", [EvidenceRank.ADMINISTRATION, EvidenceRank.BUDGET, EvidenceRank.DECISION])
def test_evidence_above_press_carries_fulfilled(rank):
    require_grounds(assessment(Outcome.FULFILLED), grounds(EvidenceRank.PRESS, rank))


@pytest.mark.parametrize(
    "checks",
    [
        [],
        [looked("Ada", DAY)],
        [looked("Ada", DAY), looked("Ada", date(2026, 11, 1))],
        [looked("Ada", date(2026, 1, 1)), looked("Berta", DEADLINE)],
        [looked("Ada", DAY), Check(DAY, "Berta", CheckFinding.EVIDENCE)],
    ],
    ids=["nobody looked", "one looked", "one looked twice", "both before the deadline", "one found something"],
)
def test_not_fulfilled_needs_two_vain_looks_by_two_people_after_the_deadline(checks):
    with pytest.raises(RuleError):
        require_grounds(assessment(Outcome.NOT_FULFILLED, reason_code=ReasonCode.UNKNOWN), grounds(checks=checks))


def test_two_people_who_looked_in_vain_after_the_deadline_carry_not_fulfilled():
    checks = [looked("Ada", date(2026, 1, 1)), looked("Berta", DAY)]
    require_grounds(assessment(Outcome.NOT_FULFILLED, reason_code=ReasonCode.UNKNOWN), grounds(checks=checks))


def test_without_any_deadline_silence_never_becomes_not_fulfilled():
    checks = [looked("Ada", DAY), looked("Berta", DAY)]
    with pytest.raises(RuleError):
        require_grounds(
            assessment(Outcome.NOT_FULFILLED, reason_code=ReasonCode.UNKNOWN), grounds(checks=checks, deadline=None)
        )


@pytest.mark.parametrize("outcome", [Outcome.STALLED, Outcome.NOT_FULFILLED])
def test_stalled_and_not_fulfilled_say_why(outcome):
    with pytest.raises(RuleError, match="woran es liegt"):
        require_grounds(assessment(outcome), grounds(EvidenceRank.DECISION))


def test_not_testable_needs_a_reason():
    with pytest.raises(RuleError):
        require_grounds(assessment(Outcome.NOT_TESTABLE, reason="  "), grounds())
    require_grounds(assessment(Outcome.NOT_TESTABLE, reason="kein Maß genannt"), grounds())


def test_only_a_promise_that_keeps_something_can_be_kept_so_far():
    with pytest.raises(RuleError):
        require_grounds(assessment(Outcome.KEPT_SO_FAR), grounds())
    require_grounds(assessment(Outcome.KEPT_SO_FAR), grounds(kept_kind=True))


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (
            Outcome.FULFILLED,
            (
                "Für „umgesetzt“ fehlt ein Beleg, der schwerer wiegt als Presse. "
                "Bitte zuerst einen Treffer als passend bewerten."
            ),
        ),
        (
            Outcome.NOT_FULFILLED,
            (
                "Für „nicht umgesetzt“ braucht es einen Beleg oder zwei Prüfungen durch zwei Personen ohne Fund, "
                "die spätere nach Ablauf der Frist."
            ),
        ),
        (Outcome.NOT_TESTABLE, "„Nicht überprüfbar“ braucht eine Begründung."),
        (
            Outcome.KEPT_SO_FAR,
            "„Bislang eingehalten“ gilt nur für Versprechen, die etwas erhalten oder verhindern.",
        ),
        (Outcome.STALLED, "Bitte geben Sie an, woran es liegt (auch „unbekannt“ ist eine Antwort)."),
    ],
)
def test_what_an_outcome_lacks_is_said_of_that_promise(outcome, sentence):
    with pytest.raises(RuleError) as caught:
        require_grounds(assessment(outcome), grounds())
    assert (str(caught.value), caught.value.subject) == (sentence, "p-1")


def test_who_may_not_confirm_is_named():
    with pytest.raises(RuleError) as caught:
        require_second_person(assessment(Outcome.FULFILLED), "Ada", two_persons=True)
    said = "Eine endgültige Bewertung bestätigt eine zweite Person. Ada hat sie selbst vorgeschlagen."
    assert (str(caught.value), caught.value.subject) == (said, "p-1")


@pytest.mark.parametrize("outcome", Outcome)
def test_a_final_outcome_is_confirmed_by_somebody_else(outcome):
    own = assessment(outcome)
    require_second_person(own, "Berta", two_persons=True)
    require_second_person(own, "Ada", two_persons=False)
    if outcome.final:
        with pytest.raises(RuleError):
            require_second_person(own, "Ada", two_persons=True)
    else:
        require_second_person(own, "Ada", two_persons=True)


DUE = date(2026, 10, 22)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_who_is_told_not_fulfilled_is_heard_before_it_is_published(outcome):
    asked = outcome is Outcome.NOT_FULFILLED
    assert needs_reply(outcome) is asked
    assert may_publish(outcome, replied=False, due=DUE, today=DUE) is not asked
    assert may_publish(outcome, replied=False, due=None, today=DUE) is not asked


def test_not_fulfilled_is_published_after_the_reply_or_when_its_days_are_over():
    assert may_publish(Outcome.NOT_FULFILLED, replied=True, due=DUE, today=DAY)
    assert may_publish(Outcome.NOT_FULFILLED, replied=False, due=DUE, today=date(2026, 10, 23))
