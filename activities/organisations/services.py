"""What changes more than one row: keeping old addresses alive, and the history of the facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from .models import FormerSlug, Organisation


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
