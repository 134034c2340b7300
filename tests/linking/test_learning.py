import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.link import Match, Passage, Reason
from tracker.linking.learning import (
    FEWEST,
    Judged,
    Trait,
    learned,
    order,
    plain_score,
    precision,
    rescored,
    trait,
)

DRAW = random.Random(7)  # a fixed draw, no secret


def judgements(number, *, telling, draw=DRAW):
    """Matches of twenty promises; where `telling`, people like what stands in a title whatever the score says."""
    found = []
    for place in range(number):
        title = float(place % 2)
        relevant = bool(title) if telling else draw.random() < 0.5
        known = Trait(draw.random(), {"in title": title, "reasons": draw.random()})
        found.append(Judged(f"p{place % 20}", known, relevant))
    return found


def test_nothing_is_learned_from_few_judgements():
    assert learned(judgements(FEWEST - 1, telling=True)) is None


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_learned_where_people_see_no_pattern(seed):
    draw = random.Random(seed)  # a fixed draw, no secret
    assert learned(judgements(400, telling=False, draw=draw)) is None


def test_nothing_is_learned_where_everybody_says_the_same():
    assert learned([Judged("p", Trait(0.5, {}), relevant=True)] * 400) is None


def test_nothing_is_learned_where_the_score_is_as_good():
    scores = [DRAW.random() for _ in range(400)]
    assert learned([Judged(f"p{n % 20}", Trait(s, {}), relevant=s > 0.5) for n, s in enumerate(scores)]) is None


def test_what_people_look_at_is_learned():
    model = learned(judgements(340, telling=True))
    assert model.judgements == FEWEST
    assert model.learned_order > 0.95 > model.plain_order
    assert model.probability(Trait(0.2, {"in title": 1.0})) > 0.8
    assert model.probability(Trait(0.9, {"in title": 0.0, "never seen": 1.0})) < 0.2


def test_a_model_changes_only_with_every_hundredth_judgement():
    known = judgements(399, telling=True)
    assert learned(known) == learned(known[:300])


def test_the_plain_score_can_be_read_back():
    model = learned(judgements(300, telling=True))
    found = Match("p", "i", 0.4, (Reason("Radweg", 0.4),), Passage("title", 0, 6))
    known = trait(found, kind="paper", source="rat", background=False)
    told = rescored(found, model, known)
    assert told.score == pytest.approx(model.probability(known), abs=1e-5)
    assert told.reasons[-1].term == "Erfahrung aus 300 Urteilen"
    assert plain_score(told) == pytest.approx(found.score)
    assert trait(told, kind="paper", source="rat", background=False).figures == pytest.approx(known.figures)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40))
def test_order_is_the_share_of_pairs_in_the_right_order(said):
    scores, right = np.array([s for s, _ in said], dtype=float), np.array([r for _, r in said], dtype=float)
    pairs = [(g, b) for g, good in said if good for b, also in said if not also]
    wanted = sum(1.0 if g > b else 0.5 if g == b else 0.0 for g, b in pairs) / max(len(pairs), 1)
    assert order(scores, right) == pytest.approx(wanted)


def test_precision_is_told_by_source_with_its_interval():
    rat, bezirk = precision([("rat", True)] * 30 + [("rat", False)] * 10 + [("bezirk", False)])[::-1]
    assert (rat.source, rat.judged, rat.relevant, rat.share) == ("rat", 40, 30, 0.75)
    assert 0.6 < rat.low < 0.75 < rat.high < 0.85
    assert (bezirk.low, bezirk.share) == (0.0, 0.0)
    assert bezirk.high > 0.5
    assert precision([]) == []
