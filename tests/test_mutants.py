"""The gate over what the tests notice: by module, and what was not tried is not noticed."""

from collections import Counter

import pytest

from tests.mutants import counted, score, table

PRINTED = """
    tracker.mail.rules.x_pause__mutmut_1: killed
    tracker.mail.rules.x_pause__mutmut_2: survived
    tracker.mail.rules.x_pause__mutmut_3: timeout
    tracker.mail.rules.x_pause__mutmut_4: not checked
    tracker.mail.rules.x_pause__mutmut_5: skipped
    tracker.web.gate.xǁGateǁ_let_in__mutmut_1: no tests
    tracker.web.gate.xǁGateǁ_let_in__mutmut_2: caught by type check
a line of anything else
"""


def test_changes_are_counted_by_module():
    assert counted(PRINTED.splitlines()) == {
        "tracker.mail.rules": Counter({True: 2, False: 2}),
        "tracker.web.gate": Counter({True: 1, False: 1}),
    }


def test_nothing_printed_is_nothing_tried():
    assert counted([]) == {}


@pytest.mark.parametrize(("noticed", "missed", "percent"), [(4, 1, 80.0), (0, 3, 0.0), (3, 0, 100.0)])
def test_the_score_is_the_share_noticed(noticed, missed, percent):
    assert score(Counter({True: noticed, False: missed})) == percent


def test_the_table_ends_with_all():
    *_, last = table(counted(PRINTED.splitlines()))
    assert last.split() == ["all", "3", "of", "6", "noticed", "50.0", "%"]
