"""今日のセンター: organisations whose facts nobody has confirmed for a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.today import LOOK_AGAIN_AFTER, MOST_SHOWN

from .models.choices import Status
from .permissions import facts_policy


def unconfirmed_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the active public organisations that this person may change and that were confirmed more than a year ago.

    Those that were never confirmed come first, then the oldest. None when there are none.
    """
    mine = facts_policy().instances_user_has_permission_for(request.user, "change")
    oldest = timezone.localdate() - LOOK_AGAIN_AFTER
    rows = mine.filter(Q(verified_on__isnull=True) | Q(verified_on__lt=oldest), is_public=True, status=Status.ACTIVE)
    total = rows.count()
    if not total:
        return None
    shown = rows.order_by(F("verified_on").asc(nulls_first=True), "sort_key", "pk")[:MOST_SHOWN]
    return {
        "heading": _("To confirm once a year"),
        "advice": _("Are address, telephone and people still right? Ask, and write the day into the organisation."),
        "total": total,
        "items": [
            {"title": row.name, "url": reverse("organisations:edit", args=[row.pk]), "since": row.verified_on}
            for row in shown
        ],
        "more": max(total - MOST_SHOWN, 0),
        "url": f"{reverse('organisations:list')}?ordering=verified_on",
    }
