"""今日のセンター: activities that go on, as far as anybody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from activities.models import ActivityPage
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.today import LOOK_AGAIN_AFTER, MOST_SHOWN


def unconfirmed_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the live ongoing activities that this person may change and that nobody confirmed for a year, or ever.

    Those that were never confirmed come first, then the oldest. None when there are none.
    """
    mine = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    oldest = timezone.localdate() - LOOK_AGAIN_AFTER
    # Each activity asks for its page: activities are few among the pages that this person may change.
    page = mine.order_by().filter(pk=OuterRef("pk"), live=True, locale__language_code=SOURCE_LANGUAGE)
    rows = ActivityPage.objects.filter(
        Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=oldest), Exists(page), ongoing=True
    )
    total = rows.count()
    if not total:
        return None
    oldest_first = rows.order_by(F("last_confirmed_on").asc(nulls_first=True), "title", "pk")
    shown = oldest_first.values_list("pk", "title", "last_confirmed_on")[:MOST_SHOWN]
    return {
        "heading": _("Does it still go on?"),
        "advice": _("These activities are shown as going on. Ask once a year, and write the day into the activity."),
        "total": total,
        "items": [
            {"title": title, "url": reverse("wagtailadmin_pages:edit", args=[pk]), "since": day}
            for pk, title, day in shown
        ],
        "more": max(total - MOST_SHOWN, 0),
        "url": reverse("activities:index"),
    }
