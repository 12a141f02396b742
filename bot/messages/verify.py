"""The law of the house, enforced at the last moment before words are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from bot.messages.buttons import CopyButton
from bot.messages.html import quotations
from bot.messages.pagination import MessagePart
from retrieval.errors import NotVerbatimError
from retrieval.model import Citation


def assert_verbatim(parts: Sequence[MessagePart], words_of: Callable[[Citation], str]) -> None:
    """Reads every quotation back from the messages and compares it with the stored words.

    Args:
        parts: the messages about to be sent.
        words_of: the stored words at a citation.

    Raises:
        NotVerbatimError: a message shows other words than the source's, or words of no source;
            names the place and no words.
    """
    for part in parts:
        shown = quotations(part.html)
        if len(shown) != len(part.citations):
            raise NotVerbatimError(
                f"{len(shown)} quotations with {len(part.citations)} citations in one message"
            )
        for words, citation in chain(zip(shown, part.citations, strict=True), _copied(part)):
            if words != words_of(citation):
                span = citation.span
                raise NotVerbatimError(
                    f"{citation.file}, version {citation.version}: other words than shown "
                    f"at {span.start}..{span.end}"
                )


def _copied(part: MessagePart) -> Iterator[tuple[str, Citation]]:
    """The words that stand in quotation marks in what its buttons copy."""
    for button in chain.from_iterable(part.buttons):
        if isinstance(button.action, CopyButton):
            words = button.action.text.removeprefix("“")[: len(button.action.words)]
            yield words, button.action.citation
