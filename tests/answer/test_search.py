from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.search import reciprocal_rank_fusion

rankings = st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=3)


def test_what_both_ways_find_comes_before_what_one_finds_first() -> None:
    assert [key for key, _ in reciprocal_rank_fusion(["a", "b"], ["c", "b"])] == ["b", "a", "c"]


def test_first_in_every_ranking_scores_one() -> None:
    assert reciprocal_rank_fusion(["a", "b"], ["a"])[0] == ("a", 1.0)


@given(rankings)
def test_every_key_comes_once_and_in_falling_order(lists: list[list[str]]) -> None:
    fused = reciprocal_rank_fusion(*lists)

    assert sorted(key for key, _ in fused) == sorted({key for keys in lists for key in keys})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
