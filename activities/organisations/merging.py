"""Merging an organisation into another, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from .exceptions import AlreadyMerged, MergeAcrossSites, MergeInCircles, MergeIntoItself, NotMerged
from .models import Organisation, Status
from .succession import leads_back

#: What moves, and by which field each row hangs on its organisation.
OWNERS = {"memberships": "organisation", "members": "network", "departments": "organisation", "programmes": "owner"}


@dataclass(frozen=True)
class Moves:
    """What a merge moves to the successor, by number; `kept` stays because the successor has the same already."""

    memberships: int
    members: int
    departments: int
    programmes: int
    kept: int


def _plan(organisation: Organisation, into: Organisation) -> dict[str, list[Any]]:
    """The rows that move, by relation. What the successor has already stays with the merged organisation."""
    joined = set(into.network_memberships.values_list("network_id", flat=True)) | {into.pk}
    members = set(into.network_members.values_list("organisation_id", flat=True)) | {into.pk}
    departments = set(into.departments.values_list("name", flat=True))
    programmes = set(into.programmes.values_list("name", flat=True))
    return {
        "memberships": [row for row in organisation.network_memberships.all() if row.network_id not in joined],
        "members": [
            row
            for row in organisation.network_members.all()
            if row.organisation_id is None or row.organisation_id not in members
        ],
        "departments": [row for row in organisation.departments.all() if row.name not in departments],
        "programmes": [row for row in organisation.programmes.all() if row.name not in programmes],
    }


def _everything(organisation: Organisation) -> int:
    relations = (organisation.network_memberships, organisation.network_members, organisation.departments)
    return sum(relation.count() for relation in (*relations, organisation.programmes))


def plan_merge(*, organisation: Organisation, into: Organisation) -> Moves:
    """Return what `merge` would move.

    Raises:
        MergeRefused: it would be refused.
    """
    _check(organisation, into)
    moving = {name: len(rows) for name, rows in _plan(organisation, into).items()}
    return Moves(**moving, kept=_everything(organisation) - sum(moving.values()))


def _check(organisation: Organisation, into: Organisation) -> None:
    if organisation.status == Status.MERGED:
        raise AlreadyMerged
    if organisation.pk == into.pk:
        raise MergeIntoItself
    if into.site_id is not None and into.site_id != organisation.site_id:
        raise MergeAcrossSites
    if leads_back(Organisation(pk=organisation.pk, successor=into), "successor"):
        raise MergeInCircles


@transaction.atomic
def merge(*, organisation: Organisation, into: Organisation, by: Any) -> Moves:
    """Make `into` the successor: its networks, departments and programmes move, its address leads there.

    Contact items and words stay with the merged organisation, which has no page any more.

    Raises:
        MergeRefused: into itself, in a circle, across sites, or a second time.
    """
    locked = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[organisation.pk, into.pk])}
    organisation, into = locked[organisation.pk], locked[into.pk]
    moves = plan_merge(organisation=organisation, into=into)
    plan = _plan(organisation, into)
    _hand_over(plan, into)
    before = organisation.status
    organisation.status, organisation.successor = Status.MERGED, into
    organisation.save()
    # The successor is found by the name of what it carries on from.
    into.save()
    moved = {name: [row.pk for row in rows] for name, rows in plan.items()}
    data = {"other": into.name, "before": before, "into": into.pk, "moved": moved}
    log(instance=organisation, action="organisations.merge", user=by, data=data)
    log(instance=into, action="organisations.take_over", user=by, data={"other": organisation.name})
    return moves


def _hand_over(rows: Mapping[str, list[Any]], owner: Organisation) -> None:
    for name, moving in rows.items():
        for row in moving:
            setattr(row, OWNERS[name], owner)
            row.save()


def _coming_back(organisation: Organisation) -> tuple[dict[str, list[Any]], str]:
    """The rows that the merge moved and that the successor still has, by relation; and the status before."""
    entry = ModelLogEntry.objects.for_instance(organisation).filter(action="organisations.merge").first()
    data = entry.data if entry and entry.data.get("into") == organisation.successor_id else {}
    moved = data.get("moved", {})
    if organisation.successor is None:
        return {name: [] for name in OWNERS}, Status.ACTIVE
    theirs = _relations(organisation.successor)
    have = {name: _names(rows.all(), name) for name, rows in _relations(organisation).items()}
    return {
        name: [row for row in theirs[name].filter(pk__in=moved.get(name, [])) if not _names([row], name) & have[name]]
        for name in OWNERS
    }, data.get("before", Status.ACTIVE)


def _relations(organisation: Organisation) -> dict[str, Any]:
    return {
        "memberships": organisation.network_memberships, "members": organisation.network_members,
        "departments": organisation.departments, "programmes": organisation.programmes,
    }  # fmt: skip


def _names(rows: Any, relation: str) -> set[Any]:
    """What no two rows of a relation share."""
    keys = {"memberships": "network_id", "members": "organisation_id"}
    return {getattr(row, keys.get(relation, "name")) for row in rows} - {None}


def plan_separation(*, organisation: Organisation) -> Moves:
    """Return what `separate` would bring back: neither what has left the successor since, nor what is there anew.

    Raises:
        NotMerged: it is not merged into another.
    """
    if organisation.status != Status.MERGED:
        raise NotMerged
    rows, _before = _coming_back(organisation)
    return Moves(**{name: len(back) for name, back in rows.items()}, kept=0)


@transaction.atomic
def separate(*, organisation: Organisation, by: Any) -> Moves:
    """Take a merge back: the organisation has its page, its status and what it handed over again.

    What was changed at the successor since then stays there.

    Raises:
        NotMerged: it is not merged into another.
    """
    keys = [organisation.pk, organisation.successor_id]
    locked = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=keys)}
    organisation = locked[organisation.pk]
    moves = plan_separation(organisation=organisation)
    rows, before = _coming_back(organisation)
    successor = locked.get(organisation.successor_id) if organisation.successor_id else None
    _hand_over(rows, organisation)
    organisation.status, organisation.successor = before, None
    organisation.save()
    log(
        instance=organisation, action="organisations.separate", user=by,
        data={"other": successor.name if successor else ""},
    )  # fmt: skip
    if successor:
        # It is not found by the other's name any more.
        successor.save()
    return moves
