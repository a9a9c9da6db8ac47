"""What grants add to a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.core.navigation import link_to
from cms.plugin_api import (
    ApiEndpoint,
    Contribution,
    Demo,
    EventPanel,
    HomeSection,
    Landmark,
    Listener,
    MailKind,
    MenuItem,
    NewsletterSection,
    PageType,
    Report,
    RolePermissions,
    Schedule,
    SearchKind,
    SiteSettings,
    SlotFill,
    StaffPanel,
    Urls,
)

from . import api, demo, elsewhere, letters, search_kind
from .admin import today
from .admin.event_form import EventGrantForm
from .reminders import sending, stopping
from .reminders.elsewhere import consent_withdrawn, own_page

EDITED = ("Funder", "GrantProgramme", "GrantCall", "Award")
PAGES = (
    ("grants.GrantIndexPage", ("home.HomePage", "home.StandardPage")),
    ("grants.GrantPage", ("grants.GrantIndexPage",)),
)


def contribute() -> Iterable[Contribution]:
    yield from _rights()
    for model, above in PAGES:
        yield PageType(model=model, under=above)
    yield Landmark(key="grants", model="grants.GrantIndexPage")
    yield MenuItem(
        key="grants", label=pgettext_lazy("menu", "Find grants"), url=link_to("grants"), section="main", order=500
    )
    yield SiteSettings(model="grants.GrantSettings", icon="calendar-alt")
    yield Report(
        key="checks", label=_("Grants to look up this month"), url_name="grant_calls:checks", icon="tasks",
        permission="grants.change_grantcall",
    )  # fmt: skip
    yield Urls(module="plugins.grants.urls")
    yield from _reminders()
    yield from _elsewhere()
    yield Demo(key="grants", load=demo.load, order=600)


def _rights() -> Iterable[Contribution]:
    for role in ("editor", "moderator", "manager"):
        for model in EDITED:
            yield RolePermissions(role=role, model=f"grants.{model}", actions=("add", "change", "delete"))
    yield RolePermissions(role="manager", model="grants.GrantSettings", actions=("change",))


def _reminders() -> Iterable[Contribution]:
    yield Schedule(key="remind", run=sending.remind_due, when=timedelta(minutes=2))
    yield Schedule(key="erase_followers", run=stopping.erase_due, when=timedelta(hours=1))
    yield Listener(event="consent_withdrawn", handle=consent_withdrawn)
    yield SlotFill(slot="letter.stop", render=own_page)
    yield MailKind(name="grants.remind.confirm", label=_("Confirmation of reminders of a grant"))
    yield Report(
        key="reminders", label=_("Reminders of grants"), url_name="grant_calls:reminders", icon="mail",
        permission="grants.change_grantcall",
    )  # fmt: skip


def _elsewhere() -> Iterable[Contribution]:
    yield HomeSection(
        key="closing", label=_("Grants that close soon"), template="grants/home.html", context=elsewhere.home, order=300
    )
    yield SlotFill(slot="organisation.after", render=elsewhere.of_organisation, order=250)
    yield SlotFill(slot="activity.after", render=elsewhere.of_activity, order=150)
    yield SlotFill(slot="event.after", render=elsewhere.of_event, order=150)
    yield NewsletterSection(
        key="closing", title=_("Grants that close soon"), items=letters.closing, order=400, deadlines=True
    )
    yield NewsletterSection(key="new", title=_("New calls for grants"), items=letters.new, order=410)
    yield EventPanel(
        key="grant", model="grants.EventGrant", tab="overview",
        panel=MultiFieldPanel(
            [FieldPanel("programme", widget=Select)], heading=pgettext_lazy("grants", "Grants"),
            base_form_class=EventGrantForm,
        ),
    )  # fmt: skip
    yield SearchKind(
        key="grants", label=pgettext_lazy("grants", "Grants"), model="grants.GrantPage", order=250,
        queryset=search_kind.searchable, card=search_kind.result, cards=search_kind.results,
    )  # fmt: skip
    yield ApiEndpoint(name="calls", view=api.calls_as_json)
    yield StaffPanel(key="grants", template="grants/admin/today.html", context=today.grants_context, order=50)
