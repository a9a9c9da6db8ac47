"""What activities add to the rest of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Subquery, Value
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.navigation import link_to, places
from cms.core.templatetags.kakehashi import visitors_language
from cms.plugin_api import (
    Contribution,
    Demo,
    HomeSection,
    Landmark,
    MenuItem,
    PageType,
    SearchKind,
    SlotFill,
    StaffPanel,
)

from . import lineage_view, of_organisation, search_kind, today, words
from .demo import load
from .models.index_page import activities_below


def contribute() -> Iterable[Contribution]:
    yield MenuItem(key="activities", label=_("Find activities"), url=link_to("activities"), section="main", order=300)
    yield Landmark(key="activities", model="activities.ActivityIndexPage")
    yield HomeSection(
        key="lineage", label=_("What became of them?"), template="activities/home_lineage.html", context=home_lineage,
        order=400,
    )  # fmt: skip
    yield SearchKind(
        key="activities", label=_("Activities"), model="activities.ActivityPage", order=200,
        queryset=search_kind.searchable, card=search_kind.card, tagged=search_kind.tagged, counts=search_kind.counts,
        rows=search_kind.rows, cards=search_kind.cards,
    )  # fmt: skip
    yield SlotFill(slot="organisation.after", render=activities_of_organisation, order=300)
    yield StaffPanel(
        key="unconfirmed", template="core/today/unconfirmed.html", context=today.unconfirmed_context, order=710
    )
    yield PageType(model="activities.ActivityIndexPage", under=("home.HomePage", "home.StandardPage"))
    yield Demo(key="activities", load=load, order=300)


# What menus know already; a page of its own would be read for it.
index_url = link_to("activities")


def home_lineage(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """The river of one family: the longest, then the oldest."""
    index = places(request, language=SOURCE_LANGUAGE).get("activities")
    if index is None:
        return None
    activities = activities_below(index)
    families = lineage_view.families_among(activities)
    if not families:
        return None
    longest = max(families, key=lambda found: len(found.by_pk))
    counted = activities.order_by().values(one=Value(1)).annotate(total=Count("pk")).values("total")
    family = lineage_view.whole(longest, activities.annotate(total=Subquery(counted)))
    shown = words.of(family.members, request)
    total = family.members[0].total
    return {
        "family": lineage_view.drawn(family, shown),
        "url": f"{index_url(request)}lineage/",
        "link": ngettext(
            "See the lineage of %(total)s activity", "See the lineage of %(total)s activities", total
        ) % {"total": total},
        "language": visitors_language(),
    }  # fmt: skip


def activities_of_organisation(context: Mapping[str, Any]) -> str:
    """The activities in which an organisation took part, with roles and years."""
    organisation, request = context.get("organisation"), context.get("request")
    if organisation is None or request is None:
        return ""
    took_part = of_organisation.read(organisation=organisation, request=request)
    if not took_part.rows:
        return ""
    all_url = ""
    if took_part.total > len(took_part.rows):
        index = index_url(request)
        all_url = f"{index}?organisation={organisation.pk}" if index else ""
    context = {"rows": took_part.rows, "total": took_part.total, "all_url": all_url, "source": SOURCE_LANGUAGE}
    return render_to_string("activities/of_organisation.html", context, request)
