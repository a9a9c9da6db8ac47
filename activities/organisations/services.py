"""What changes more than one row: keeping old addresses alive, and merging."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from .exceptions import AlreadyMerged, MergeAcrossSites, MergeInCircles, MergeIntoItself
from .models import FormerSlug, Organisation, Status
from .succession import leads_back


def free_slug(*, wanted: str, site: Any, besides: int | None = None) -> str:
    """Return `wanted` as a slug, with a number at its end when another organisation of the site has it."""
    base = slugify(wanted, allow_unicode=True)[:90] or "organisation"
    slug, number = base, 1
    while slug_taken(slug=slug, site=site, besides=besides):
        number += 1
        slug = f"{base}-{number}"
    return slug


def slug_taken(*, slug: str, site: Any, besides: int | None = None) -> bool:
    """Whether another organisation of the site, or one shared by all, has this slug."""
    return Organisation.objects.for_site(site).filter(slug=slug).exclude(pk=besides).exists()


@transaction.atomic
def keep_address(*, organisation: Organisation, before: str) -> None:
    """Make the slug that the organisation had before lead to it; its present slug leads nowhere else any more."""
    FormerSlug.objects.filter(site=organisation.site, slug=organisation.slug).delete()
    if before and before != organisation.slug:
        FormerSlug.objects.update_or_create(
            site=organisation.site, slug=before, defaults={"organisation": organisation}
        )


def log_facts(*, organisation: Organisation, changed: Iterable[str], by: Any, new: bool = False) -> None:
    """Note who changed which facts. Names of fields only: a private contact is not copied into the log."""
    action = "wagtail.create" if new else "wagtail.edit"
    names = list(changed)
    if names or new:
        log(instance=organisation, action=action, user=by, data={"fields": names}, content_changed=True)


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
    for row in plan["memberships"]:
        row.organisation = into
    for row in plan["members"]:
        row.network = into
    for row in plan["departments"]:
        row.organisation = into
    for row in plan["programmes"]:
        row.owner = into
    for rows in plan.values():
        for row in rows:
            row.save()
    organisation.status, organisation.successor = Status.MERGED, into
    organisation.save()
    # The successor is found by the name of what it carries on from.
    into.save()
    log(instance=organisation, action="organisations.merge", user=by, data={"other": into.name})
    log(instance=into, action="organisations.take_over", user=by, data={"other": organisation.name})
    return moves
