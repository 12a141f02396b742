"""Questions about an answer itself: where is this from?"""

from __future__ import annotations

import re

_THIS = r"(?:this|that|it|these|those|the)(?:\s(?:one|words?|sentences?|lines?|quot\w+|passages?|claims?|figures?|numbers?|statements?|part))?"
_SOURCE = r"(?:sources?|articles?|outlets?|files?|papers?|newspapers?|citations?|references?|context|origin)"
_BE = r"(?:is|are|was|were|'s|’s)"

_WHENCE = re.compile(
    rf"""(?:and\s|but\s|so\s|ok\s|sorry\s)*(?:
      where\s?{_BE}\s{_THIS}\s(?:from|taken\sfrom|printed|published|written|stated|reported|said)
    | where\s(?:does|do|did)\s{_THIS}\s(?:come\sfrom|stand|appear)
    | where\sdid\syou\s(?:get|find|read|see)\s{_THIS}(?:\sfrom)?
    | from\s(?:where|which\s{_SOURCE}|what\s{_SOURCE})(?:\s{_BE}\s{_THIS})?
    | (?:in\s|from\s)?(?:what|which)\s?{_BE}?\s(?:the\s|your\s)?{_SOURCE}
        (?:\s(?:of|for)\s{_THIS})?(?:\s{_BE}\s{_THIS})?(?:\sfrom|\sin)?
    | (?:what|which)\s{_SOURCE}\s(?:says?|said|prints?|printed|reports?|reported|has)\s{_THIS}
    | who\s(?:says|said|wrote|writes|reported|reports|printed|published)\s(?:this|that|so|it)
    | says\swho
    | (?:show\s(?:me\s)?|give\s(?:me\s)?|see\s)?(?:the\s|its\s|your\s|more\s)?{_SOURCE}
        (?:\s(?:of|for)\s{_THIS})?
    | (?:what|who)\s(?:comes|stands|is)\s(?:around|before|after|next\sto)\s{_THIS}
    )(?:\s(?:please|exactly|again|then))*""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKS = re.compile(r"[\s?!.,…]+")


def asks_whence(words: str) -> bool:
    """Whether a question is about where what was answered stands, and asks for nothing else."""
    asked = _MARKS.sub(" ", words).strip()
    return not asked or _WHENCE.fullmatch(asked) is not None
