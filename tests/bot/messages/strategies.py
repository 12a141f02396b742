"""Hostile words for the laws that hold for every message."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("<>&\"'“”. \n\t\r\u202e\u2067\u200b\ufeff👍🏽\u200dאب!?;#"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
)
LONG = st.builds(lambda words, times: words * times, HOSTILE, st.integers(1, 600))
