import numpy as np
import pytest

from tracker.domain.link import ItemText, PromiseText
from tracker.linking import MODEL, match, model
from tracker.linking.meaning import Meaning, installed

NEAR, FAR, ORDINARY = np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.6, 0.8])


class Remembered(dict):
    """A store that already holds a vector for every text, so that no model is needed."""

    def __init__(self, vectors):
        super().__init__()
        self.wanted = iter(vectors)

    def __contains__(self, name):
        return True

    def __missing__(self, name):
        self[name] = next(self.wanted, ORDINARY + np.array([0.001, 0.0]) * (len(self) % 5))
        return self[name]


def test_near_pairs_rise_and_far_ones_stay():
    meaning = Meaning(Remembered([NEAR, FAR, NEAR, NEAR]))
    near, far = meaning.raised(np.array([0.3, 0.3]), ["Brunnen", "Mauer"], ["Wasserspiel", "Haushalt"])[[0, 1]]
    assert near > 0.3
    assert far == pytest.approx(0.3)


def test_nothing_to_raise():
    assert not len(Meaning({}).raised(np.empty(0), [], []))


def test_the_version_says_whether_meaning_took_part():
    assert model() == MODEL
    assert model(Meaning()).startswith(MODEL + "+")


def test_the_model_finds_the_neighbour_that_shares_one_word_only():
    meaning = installed()
    if meaning is None:
        pytest.skip("the extra `semantic` is not installed")
    items = [
        ItemText("dienst", "Besetzung des Schwimmmeisters"),
        ItemText("bad", "Schwimmen für alle: neues Hallenbad"),
    ]
    promise = [PromiseText("p", "Ein Hallenbad zum Schwimmen bauen")]
    plain = {found.item: found.score for found in match(promise, items)}
    raised = {found.item: found.score for found in match(promise, items, meaning=meaning)}
    assert raised["bad"] > plain["bad"]
    assert raised == {found.item: found.score for found in match(promise, items, meaning=meaning)}
