"""Chains of successors: who carries on, and that nobody carries on from themselves."""

from __future__ import annotations

from typing import Any


def leads_back(row: Any, link: str) -> bool:
    """Say whether following the foreign key `link` from `row`, with its unsaved value, comes back to `row`."""
    if row.pk is None:
        return False
    seen, here = set(), getattr(row, f"{link}_id")
    while here is not None and here not in seen:
        if here == row.pk:
            return True
        seen.add(here)
        here = type(row)._default_manager.filter(pk=here).values_list(f"{link}_id", flat=True).first()
    return False


LONGEST_CHAIN = 20


def carried_on_by(organisation: Any) -> Any:
    """Follow the successors of merged organisations to the one that is there now."""
    now = organisation
    for _step in range(LONGEST_CHAIN):
        if now.status != "merged" or now.successor is None:
            break
        now = now.successor
    return now
