"""A citation with the sentences around it, the cited words in bold."""

from __future__ import annotations

import sys

from bot.cited import citations, cited
from bot.context import Context
from bot.pages import Part, paginate
from bot.views.view import Digests, Reference, copy_button, file_button, with_buttons

_NEVER = sys.maxsize


def around(
    shown: Context, number: int, key: str, digests: Digests, speaker: str | None = None
) -> tuple[Part, ...]:
    """The sentences around the citation of this number in the reply of that key; not folded.

    ``speaker``: whose words the cited ones are, where that is known.
    """
    lines = citations(number, shown.citation, (), "")
    blocks = cited(
        number, shown.words, shown.citation, lines, answer=shown.quoted, folded_from=_NEVER
    )
    copied = copy_button(shown.quoted.of(shown.words), Reference(shown.cited, speaker), digests)
    return with_buttons(paginate(blocks), [(file_button(number, key), copied)])
