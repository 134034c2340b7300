import math
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.linking.index import Index, counted, merged, ranked, rarity, saturated

TERMS = 12
texts = st.lists(st.lists(st.integers(0, TERMS - 1), max_size=12), min_size=1, max_size=40)


def bm25(indexed):
    """The index of the usual BM25 weights."""
    counts = merged(counted(indexed, TERMS))
    lengths = np.array([len(text) for text in indexed], dtype=float)
    weights = saturated(counts, lengths, lengths.mean() if len(indexed) else 0.0, k1=1.2, b=0.75)
    weights.data *= rarity(np.bincount(counts.indices, minlength=TERMS), len(indexed))[weights.indices] * 2.2
    return Index(weights)


def best(index, queries, top=10):
    found = ranked(index.product(counted(queries, TERMS)), top)
    rows = zip(found.ends, found.ends[1:], strict=False)
    return [(found.columns[a:b].tolist(), found.values[a:b].tolist()) for a, b in rows]


def reference(indexed, query, k1=1.2, b=0.75):
    """BM25 as in the textbook, in plain Python and double precision."""
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
    for query, (numbers, scores) in zip(queries, best(bm25(indexed), queries), strict=True):
        wanted = reference(indexed, query)
        right = sorted((score for score in wanted if score > 0), reverse=True)[:10]
        np.testing.assert_allclose([wanted[number] for number in numbers], right, rtol=1e-5)
        np.testing.assert_allclose(scores, right, rtol=1e-5)


def test_equal_texts_keep_their_order():
    ((numbers, _),) = best(bm25([[1, 2]] * 30), [[1]])
    assert numbers == list(range(10))


def test_an_index_of_nothing_finds_nothing():
    index = bm25([])
    assert len(index) == 0
    assert index.batch > 0
    assert best(index, [[1]]) == [([], [])]


def test_fewer_queries_at_a_time_are_asked_of_a_large_index():
    small, large = (Index(counted([[]] * size, TERMS)) for size in (10, 1_000_000))
    assert large.batch < small.batch


def test_counts_add_up():
    assert merged(counted([[1, 1, 3], []], 4)).toarray().tolist() == [[0, 2, 0, 1], [0, 0, 0, 0]]


@given(st.lists(st.lists(st.integers(1, 5), max_size=60), min_size=1, max_size=5), st.integers(1, 12))
def test_ranking_rows_is_sorting_them(rows, top):
    width = max(map(len, rows), default=0) + 1
    dense = np.array([row + [0] * (width - len(row)) for row in rows], dtype=float)
    from scipy import sparse  # noqa: PLC0415  # slow to load, and only here

    found = ranked(sparse.csr_matrix(dense), top)
    for number, row in enumerate(rows):
        here = found.columns[found.ends[number] : found.ends[number + 1]].tolist()
        assert here == sorted(range(len(row)), key=lambda place: -row[place])[:top]
        assert (found.rows[found.ends[number] : found.ends[number + 1]] == number).all()
