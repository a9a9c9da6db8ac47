"""What translations add to a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from cms.core.locales import SOURCE_LANGUAGE
from cms.plugin_api import Contribution, MenuItem, Report, RolePermissions, Schedule, SlotFill, StaffPanel
from cms.plugin_api.facts import PagePublished

from . import services, today
from .notice import notice

TRANSLATORS = ("editor", "moderator", "desk", "newsletter", "manager")


def contribute() -> Iterable[Contribution]:
    for role in TRANSLATORS:
        yield RolePermissions(role=role, model="multilingual.AgreedTerm", actions=("add", "change", "delete", "view"))
    yield SlotFill(slot="page.note", render=notice)
    yield StaffPanel(key="translations", template="multilingual/admin/today.html", context=today.due, order=110)
    yield Report(
        key="translations", label=_("Translations"), url_name="plugins_admin:multilingual:translations", icon="globe"
    )
    yield MenuItem(
        key="agreed_terms", label=_("Agreed translations"), url=agreed_terms, section="admin", icon="globe", order=460
    )
    yield Schedule(key="catch_up", run=catch_up, when=timedelta(hours=1))


def agreed_terms(request: HttpRequest) -> str | None:
    from plugins.multilingual.admin import AgreedTermViewSet

    allowed = AgreedTermViewSet().permission_policy.user_has_any_permission(request.user, ["add", "change"])
    return reverse("wagtailsnippets_multilingual_agreedterm:list") if allowed else None


def note_published(fact: PagePublished) -> None:
    page = Page.objects.filter(pk=fact.page_id, live=True).select_related("locale").first()
    if page is None or page.alias_of_id:
        return
    if fact.language == SOURCE_LANGUAGE:
        services.note(page, now=fact.at)
    else:
        services.settle(page, now=fact.at)


def catch_up(*, now: datetime, site: Site) -> None:
    """Make up for what was published unheard, and forget what was deleted."""
    services.catch_up(site=site, now=now)
    services.forget_deleted()
