"""A question's filters as a condition on the catalogue's articles."""

from __future__ import annotations

import json
import sqlite3

from retrieval.adapters.stored import fold
from retrieval.ports import Filters

_LIVE = "articles JOIN versions ON versions.id = articles.live"


def of_live(columns: str, *clauses: str) -> str:
    """The query for columns of the live articles, of their versions and of what is joined to them.

    Columns and clauses are literals of these modules; whatever a user typed is bound to a "?".
    """
    return " ".join(["SELECT", columns, "FROM", _LIVE, *clauses])


def versions_matching(connection: sqlite3.Connection, filters: Filters) -> frozenset[int]:
    """The live versions that the filters let through."""
    conditions = ["TRUE"]
    values: list[str] = []
    if filters.outlet is not None:
        condition, value = _outlet(connection, filters.outlet)
        conditions.append(condition)
        values.append(value)
    if filters.speaker is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM speakers WHERE version = versions.id AND instr(folded, ?))"
        )
        values.append(_sought(filters.speaker))
    if filters.sources is not None:
        conditions.append("articles.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(filters.sources)))
    # An article without a date has no days, and a comparison with NULL is never true.
    if filters.after is not None:
        conditions.append("versions.first_day >= ?")
        values.append(filters.after.isoformat())
    if filters.before is not None:
        conditions.append("versions.last_day <= ?")
        values.append(filters.before.isoformat())
    query = of_live("versions.id", "WHERE", " AND ".join(conditions))
    return frozenset(number for (number,) in connection.execute(query, values))


def _outlet(connection: sqlite3.Connection, outlet: str) -> tuple[str, str]:
    """The outlet of that very name, with or without "The"; failing that, all that contain it."""
    sought = _sought(outlet)
    exactly = "replace('^' || versions.outlet_folded, '^ the ', '^ ') = '^' || ?"
    bare = sought.removeprefix(" the") if sought.startswith(" the ") else sought
    if connection.execute(of_live("1", "WHERE", exactly, "LIMIT 1"), (bare,)).fetchone():
        return exactly, bare
    return "instr(versions.outlet_folded, ?)", sought


def _sought(name: str) -> str:
    """The folded name; one without a single letter or digit matches nothing."""
    return fold(name) or "\0"
