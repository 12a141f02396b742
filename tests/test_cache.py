from retrieval.cache import BoundedCache


def test_what_was_asked_for_the_longest_time_ago_goes_first() -> None:
    cache = BoundedCache[str, int](2)
    cache.add(1, {"quay": 1, "port": 2})
    assert cache.known(1, ["quay"]) == {"quay": 1}
    cache.add(1, {"ferry": 3})
    assert cache.known(1, ["quay", "port", "ferry"]) == {"quay": 1, "ferry": 3}


def test_nothing_is_held_from_before_a_change() -> None:
    cache = BoundedCache[str, int](2)
    assert cache.get(1, "quay", lambda: 1) == 1
    assert cache.get(1, "quay", lambda: 2) == 1
    assert cache.get(2, "quay", lambda: 3) == 3
    assert cache.known(1, ["quay"]) == {}
