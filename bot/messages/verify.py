"""Proves, before words are shown, that they are the sources' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from bot.messages.buttons import CopyButton
from bot.messages.pagination import MessagePart
from retrieval.errors import NotVerbatimError
from retrieval.model import Citation


def assert_verbatim(parts: Sequence[MessagePart], words_of: Callable[[Citation], str]) -> None:
    """Compare every quotation in the messages with the stored words at its citation.

    Args:
        parts: the messages about to be sent.
        words_of: the stored words at a citation.

    Raises:
        NotVerbatimError: a message shows other words than the source's, or words of no source;
            names the place and no words.
    """
    for words, citation in chain.from_iterable(map(_quoted, parts)):
        if citation is None:
            raise NotVerbatimError("a quotation without a citation")
        if words != words_of(citation):
            span = citation.span
            raise NotVerbatimError(
                f"{citation.file}, version {citation.version}: other words than shown "
                f"at {span.start}..{span.end}"
            )


def _quoted(part: MessagePart) -> Iterator[tuple[str, Citation | None]]:
    """Yield the quotations, and the words in quotation marks of what its buttons copy."""
    yield from part.text.quotations
    for button in chain.from_iterable(part.buttons):
        if isinstance(button.action, CopyButton):
            words = button.action.text.removeprefix("“")[: len(button.action.words)]
            yield words, button.action.citation
