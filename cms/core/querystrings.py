"""The question of a list as it stands in an address: links of a list keep what was asked and change one thing."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict


def changed(
    query: QueryDict, *, drop: Sequence[tuple[str, str]] = (), without: Sequence[str] = ("page",), **changes: str
) -> str:
    """Return a query string with something of it changed.

    Args:
        query: what was asked; it stays as it is.
        drop: pairs of a name and the one of its values that is left out.
        without: names that are left out with all their values. A list that changes begins on its first page.
        changes: names with the one value that they have afterwards.
    """
    kept = query.copy()
    for name in without:
        kept.pop(name, None)
    for name, value in drop:
        kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    for name, value in changes.items():
        kept[name] = value
    return kept.urlencode()
