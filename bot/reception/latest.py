"""The answer that each reader got last, for what is asked about it without replying to it."""

from __future__ import annotations

from collections import OrderedDict

AT_MOST = 2000

Reader = tuple[int, int | None, int | None]
"""A chat, a topic, and who asks there."""


class Latest:
    """Remembers keys of answers for as long as the process lasts; the oldest are forgotten."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._keys: OrderedDict[Reader, str] = OrderedDict()

    def put(self, reader: Reader, key: str) -> None:
        """This is the latest now."""
        self._keys[reader] = key
        self._keys.move_to_end(reader)
        if len(self._keys) > self._at_most:
            self._keys.popitem(last=False)

    def get(self, reader: Reader) -> str | None:
        """The key of the latest; None where there is none, or it is forgotten."""
        return self._keys.get(reader)
