"""What activities add to the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .listing import ActivityListing
from .models import ActivityIndexPage, ActivityPage


@hooks.register("register_admin_viewset")
def activity_listing() -> ActivityListing:
    return ActivityListing()


def with_facts(pages: Iterable[Page]) -> list[Any]:
    """Of some pages, the activities and lists whose translations cannot stand without them."""
    found = []
    for page in pages:
        specific = page.specific
        if isinstance(specific, ActivityPage | ActivityIndexPage) and specific.holds_facts:
            found.append(specific)
    return found


@hooks.register("construct_translated_pages_to_cascade_actions")
def delete_translations_too(pages: list[Page], action: str) -> dict[Page, Any] | None:
    """Wagtail says on its confirmation page how many translations go with the page that holds their facts."""
    if action != "delete":
        return None
    return {page: page.get_translations() for page in with_facts(pages)}


@hooks.register("before_bulk_action")
def refuse_to_orphan_translations(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The confirmation page of many pages cannot name their translations: each is deleted by itself."""
    pages = [page for page in objects if isinstance(page, Page)] if action_type == "delete" else []
    chosen = {page.pk for page in pages}
    orphaning = [
        page.title for page in with_facts(pages) if page.get_translations().exclude(pk__in=chosen).exists()
    ]  # fmt: skip
    if not orphaning:
        return None
    messages.error(
        request,
        _("These pages have translations that would go with them. Delete each of them by itself: %(titles)s")
        % {"titles": _(", ").join(orphaning[:10])},
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)
