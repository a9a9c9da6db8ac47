"""The card of mail in 今日のセンター."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.mail.models import ReturnIntake
from cms.mail.states import NEED_A_PERSON, WAITING

from . import permissions
from .overview import overview


def stuck_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return what needs a person, waits too long or is not heard of; None for nothing, or for who may not see it."""
    if not permissions.may_look(request.user):
        return None
    # Most mails are sent: the card reads the others alone, which an index finds.
    stuck = permissions.rows_of(request).filter(state__in=[*WAITING, *NEED_A_PERSON])
    counts = overview(stuck, now=timezone.now())
    unread = ReturnIntake.objects.exclude(trouble="").first()
    if not (counts.needing_a_person or counts.waiting_long or counts.trouble or unread):
        return None
    return {"overview": counts, "unread": unread}
