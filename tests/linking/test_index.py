import math
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.linking.index import Index, counted, merged

TERMS = 12
texts = st.lists(st.lists(st.integers(0, TERMS - 1), max_size=12), min_size=1, max_size=40)


def reference(indexed, query, k1=1.2, b=0.75):
    """BM25 as in the textbook, in plain Python."""
    average = sum(map(len, indexed)) / len(indexed)
    found = []
    for text in indexed:
        counts, score = Counter(text), 0.0
        for term, asked in Counter(query).items():
            holding = sum(term in other for other in indexed)
            rare = math.log(1 + (len(indexed) - holding + 0.5) / (holding + 0.5))
            if counts[term]:
                n = counts[term]
                score += asked * rare * n * (k1 + 1) / (n + k1 * (1 - b + b * len(text) / average))
        found.append(score)
    return found


@settings(deadline=None)
@given(texts, texts)
def test_the_best_ten_are_those_of_the_textbook(indexed, queries):
    index = Index.bm25(indexed, TERMS)
    for query, (numbers, scores) in zip(queries, index.best(counted(queries, TERMS), 10), strict=True):
        wanted = reference(indexed, query)
        order = sorted((n for n, score in enumerate(wanted) if score > 0), key=lambda n: (-round(wanted[n], 9), n))[:10]
        assert numbers.tolist() == order
        np.testing.assert_allclose(scores, sorted((wanted[n] for n in order), reverse=True), rtol=1e-5)


def test_equal_texts_keep_their_order():
    index = Index.bm25([[1, 2]] * 30, TERMS)
    ((numbers, _),) = index.best(counted([[1]], TERMS), 10)
    assert numbers.tolist() == list(range(10))


def test_an_index_of_nothing_finds_nothing():
    index = Index.bm25([], TERMS)
    assert len(index) == 0
    ((numbers, scores),) = index.best(counted([[1]], TERMS), 10)
    assert numbers.tolist() == scores.tolist() == []


def test_counts_add_up():
    assert merged(counted([[1, 1, 3], []], 4)).toarray().tolist() == [[0, 2, 0, 1], [0, 0, 0, 0]]
