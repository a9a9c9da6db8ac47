"""Which letters a person sees, and the frame around their screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site

from cms.core.permissions import SiteScopedPolicy
from cms.core.public_pages import at_or_below
from cms.mail.bulk.states import Exclusion
from plugins.newsletters.admin.frame import StaffView, address
from plugins.newsletters.models import NewsletterIndexPage, NewsletterIssue, Sending

LETTERS = "newsletter_letters"


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(Sending)


def may_look(user: Any) -> bool:
    return policy().user_has_any_permission(user, ["view", "change"])


def sites_of(user: Any) -> list[Site]:
    """Return the sites whose letters this person sees. Raises PermissionDenied for nobody's."""
    sites = policy().sites_user_has_any_permission_for(user, ["view", "change"]).select_related("root_page")
    if not sites:
        raise PermissionDenied
    return list(sites)


def letters_of(user: Any) -> Any:
    """Return the letters of these sites, in all languages' trees.

    Letters are few among pages: each asks where it stands, or SQLite would look at all pages of these sites for them.
    """
    below = Q(pk__in=[])
    for site in sites_of(user):
        for home in site.root_page.get_translations(inclusive=True):
            below |= at_or_below(home.path)
    return NewsletterIssue.objects.filter(Exists(Page.objects.order_by().filter(below, pk=OuterRef("pk"))))


def archives_of(user: Any) -> list[NewsletterIndexPage]:
    """Return the pages below which this person may write letters."""
    below = Q(pk__in=[])
    for site in sites_of(user):
        below |= at_or_below(site.root_page.path)
    pages = NewsletterIndexPage.objects.filter(below).order_by("path")
    return [page for page in pages if page.permissions_for_user(user).can_add_subpage()]


def named_reasons(excluded: Mapping[str, int]) -> list[tuple[Any, int]]:
    """Name why readers are left out."""
    names = dict(Exclusion.choices)
    return [(names.get(reason, reason), number) for reason, number in sorted(excluded.items())]


class LetterScreen(StaffView):
    """A screen of one letter. issue: its latest draft. page: as it is public or approved."""

    above = (LETTERS, pgettext_lazy("newsletter", "Letters"))
    page: NewsletterIssue
    issue: NewsletterIssue
    site: Site

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = letters_of(request.user).select_related("topic", "locale").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.page = found
        self.issue = found.get_latest_revision_as_object()
        self.site = found.get_site()

    @property
    def may_change(self) -> bool:
        return policy().user_has_permission_for_instance(self.request.user, "change", self.site)

    def require_change(self) -> None:
        if not self.may_change:
            raise PermissionDenied

    def get_page_title(self) -> str:
        return self.issue.title or str(_("A letter without a subject"))


__all__ = [
    "LETTERS",
    "LetterScreen",
    "address",
    "archives_of",
    "letters_of",
    "may_look",
    "named_reasons",
    "policy",
    "sites_of",
]
