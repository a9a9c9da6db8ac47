"""What events add to the rest of the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.navigation import link_to
from cms.plugin_api import (
    Contribution,
    Demo,
    HomeSection,
    Landmark,
    MenuItem,
    NewsletterSection,
    PageType,
    SearchKind,
    SlotFill,
    StaffPanel,
    Urls,
)

from . import elsewhere, letters, search_kind
from .demo import load
from .workspace.today import week_context


def _lost_and_found(request: HttpRequest) -> str | None:
    """The page for those whose mail is gone, where a site has events."""
    return reverse("event_registration:lost") if link_to("events")(request) else None


def contribute() -> Iterable[Contribution]:
    yield Landmark(key="events", model="events.EventIndexPage")
    yield MenuItem(key="events", label=_("Events"), url=link_to("events"), section="main", order=200)
    yield MenuItem(
        key="my_registration", label=_("Find my registration"), url=_lost_and_found, section="footer", order=250
    )
    yield PageType(model="events.EventIndexPage", under=("home.HomePage", "home.StandardPage"))
    yield PageType(model="events.EventPage", under=("events.EventIndexPage",))
    yield HomeSection(
        key="events", label=_("Coming events"), template="events/home_section.html", context=elsewhere.home_events,
        order=200,
    )  # fmt: skip
    yield SlotFill(slot="activity.after", render=elsewhere.of_activity, order=200)
    yield SlotFill(slot="organisation.after", render=elsewhere.of_organisation, order=200)
    yield SlotFill(slot="consultation.next", render=elsewhere.next_consultations, order=200)
    yield SearchKind(
        key="events", label=_("Events"), model="events.EventPage", order=150,
        queryset=search_kind.searchable, card=search_kind.card, cards=search_kind.cards, tagged=search_kind.tagged,
        counts=search_kind.counts,
    )  # fmt: skip
    yield NewsletterSection(key="new", title=_("New events"), items=letters.new, order=200)
    yield NewsletterSection(key="changed", title=_("Moved or called off"), items=letters.changed, order=250)
    yield NewsletterSection(
        key="closing", title=_("Registration closes soon"), items=letters.closing, deadlines=True, order=300
    )
    yield Urls(module="events.urls", prefix="feeds/")
    yield StaffPanel(key="week", template="events/admin/today.html", context=week_context, order=20)
    yield Demo(key="events", load=load, order=400)
