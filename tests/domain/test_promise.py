import pytest

from tracker.domain.promise import TRANSITIONS, PromiseState, move
from tracker.errors import RuleError

STEPS = [(a, b) for a in PromiseState for b in PromiseState]


@pytest.mark.parametrize(("current", "wanted"), STEPS)
def test_only_the_steps_of_the_design_are_possible(current, wanted):
    if current is wanted or wanted in TRANSITIONS[current]:
        assert move("p-1", current, wanted) is wanted
    else:
        with pytest.raises(RuleError, match="p-1"):
            move("p-1", current, wanted)


def test_nothing_leads_back_to_proposed():
    assert all(PromiseState.PROPOSED not in wanted for wanted in TRANSITIONS.values())
