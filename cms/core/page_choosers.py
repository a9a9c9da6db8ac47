"""Which pages the window for choosing a page offers, in an installation of several centres."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .public_pages import at_or_below


def within_reach(pages: QuerySet[Page], *, user: Any) -> QuerySet[Page]:
    """Leave the pages that somebody may work on, and those above them, by which one gets there.

    Who may work on no page at all is offered every one: the window is all that she sees of them. No query more than
    the one for her rights.
    """
    if user.is_superuser:
        return pages
    paths = {each.page.path for each in PagePermissionPolicy().get_cached_permissions_for_user(user)}
    if not paths:
        return pages
    here = Q(path__in={path[:end] for path in paths for end in range(Page.steplen, len(path), Page.steplen)})
    for path in sorted(paths):
        here |= at_or_below(path)
    return pages.filter(here)
