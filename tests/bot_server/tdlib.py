"""Telegram's own library, asked offline; the one place that knows ``tdjson``, which has no types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from tests.bot_server.wire import Json


class TdlibError(Exception):
    """The library refuses, in its own words."""


def ask(kind: str, **fields: Any) -> Json:  # noqa: ANN401 - a vendor's fields
    """What the library answers to a request of this kind.

    Raises:
        TdlibError: it answers with an error.
    """
    answer: Json = json.loads(
        _library().td_execute(json.dumps({"@type": kind, **fields}).encode())
    )
    if answer["@type"] == "error":
        raise TdlibError(answer["message"])
    return answer


@cache
def _library() -> Any:  # noqa: ANN401 - a vendor's module without types
    import tdjson  # noqa: PLC0415 - 30 MB, at first use

    quiet = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(quiet).encode())
    return cast("Any", tdjson)
