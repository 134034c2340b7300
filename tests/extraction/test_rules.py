"""The table of rules against its own examples: each rule decides what it says it decides."""

import pytest

from tracker.domain.questionnaire import Act
from tracker.extraction.clauses import clauses
from tracker.extraction.codebook import RULES, decide
from tracker.extraction.grammar import sense
from tracker.german.sentences import sentences
from tracker.german.tags import tagged

RESPONDENT = "Bürgerliste Blaue Brücke"


def first_rule(sentence: str) -> str:
    words = tagged(sentences(sentence)[0])
    return decide(sense(clauses(words)[0], RESPONDENT)).name


@pytest.mark.parametrize(("sentence", "rule"), [(s, r.name) for r in RULES for s in r.fits])
def test_a_fitting_example_is_decided_by_its_rule(sentence: str, rule: str) -> None:
    assert first_rule(sentence) == rule


@pytest.mark.parametrize(("sentence", "rule"), [(s, r.name) for r in RULES for s in r.fails])
def test_a_failing_example_is_decided_by_another_rule(sentence: str, rule: str) -> None:
    assert first_rule(sentence) != rule


def test_every_rule_has_a_name_of_its_own_and_an_example() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.fits for rule in RULES)


def test_every_rule_but_the_last_has_a_counterexample() -> None:
    assert all(rule.fails for rule in RULES[:-1])


def test_a_strength_is_given_exactly_for_commitments() -> None:
    assert all((rule.act is Act.COMMITMENT) == (rule.strength is not None) for rule in RULES)
