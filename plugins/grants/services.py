"""Verbs: begin a grant with its page, enter a call, note that somebody looked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from .models import Funder, GrantCall, GrantIndexPage, GrantPage, GrantProgramme


def list_of(site: Any) -> GrantIndexPage | None:
    """Return the page below which the pages of new grants of a site belong: the first live list of grants."""
    if site.root_page is None:
        return None
    return GrantIndexPage.objects.live().descendant_of(site.root_page).order_by("path").first()  # type: ignore[no-any-return]


@transaction.atomic
def write_page(*, programme: GrantProgramme, summary: str, by: Any) -> GrantPage | None:
    """Make the page that tells about a grant, with its name as title; published where the person may publish.

    Returns None where the site has no list of grants, or the person may not write there.
    """
    index = list_of(programme.site)
    if index is None:
        return None
    allowed = index.permissions_for_user(by)
    if not allowed.can_add_subpage():
        return None
    page = GrantPage(
        title=programme.name, slug=_free_slug(index, programme), summary=summary, live=False,
        translation_key=programme.page_key, locale=index.locale, owner=by,
    )  # fmt: skip
    index.add_child(instance=page)
    revision = page.save_revision(user=by, log_action=True)
    if allowed.can_publish_subpage():
        revision.publish(user=by)
        page.refresh_from_db()
    return page


def _free_slug(index: GrantIndexPage, programme: GrantProgramme) -> str:
    base = slugify(programme.name, allow_unicode=True)[:80] or f"grant-{programme.pk}"
    taken = set(index.get_children().values_list("slug", flat=True))
    return next(slug for number in range(1, 1000) if (slug := base if number == 1 else f"{base}-{number}") not in taken)


@transaction.atomic
def begin(*, funder: Funder, name: str, summary: str, by: Any) -> tuple[GrantProgramme, GrantPage | None]:
    """Begin a grant of a funder, and the page that tells about it."""
    programme = GrantProgramme(site=funder.site, funder=funder, name=name)
    programme.save()
    log(instance=programme, action="wagtail.create", user=by)
    return programme, write_page(programme=programme, summary=summary, by=by)


@transaction.atomic
def enter(*, call: GrantCall, by: Any, today: date) -> GrantCall:
    """Store a call that is new. What the grant did not say yet, of money and month, it now says as this call does."""
    call.save()
    programme = GrantProgramme.objects.select_for_update().get(pk=call.programme_id)
    for name in ("amount_min", "amount_max", "rate", "decision_month"):
        if not getattr(programme, name):
            setattr(programme, name, getattr(call, name))
    if programme.opens_month is None and call.first_day is not None and call.opens_on is not None:
        programme.opens_month = call.opens_on.month
    programme.checked_on = today
    programme.save()
    log(instance=call, action="wagtail.create", user=by)
    return call


def looked_up(*, programme: GrantProgramme, by: Any, today: date) -> None:
    """Note that somebody looked at the funder's page today and found nothing new."""
    GrantProgramme.objects.filter(pk=programme.pk).update(checked_on=today)
    log(instance=programme, action="grants.look_up", user=by)
