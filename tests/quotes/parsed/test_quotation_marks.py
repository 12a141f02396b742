from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Span
from retrieval.quotes.parsed.quotation_marks import (
    MAX_MARKS_PASSED,
    MAX_SINGLE_LENGTH,
    find_closing,
)

MARKS = st.text(
    alphabet=st.sampled_from("“”„‟«»‘’‚‹›\"'` .,:;!?—-\nabSs'\u00a0\U0001f6a2"), max_size=60
)


@given(st.sampled_from("“«»\"‘'"), MARKS.map(lambda text: text.replace("\n", " ")))
def test_a_closing_mark_is_looked_for_only_so_far(mark: str, tail: str) -> None:
    far = mark + "a “b” " * max(MAX_MARKS_PASSED, MAX_SINGLE_LENGTH // 6 + 1)
    ends = [find_closing(text, 0, Span(0, len(text))).at for text in (far, far + tail)]
    assert ends == [None, None]
