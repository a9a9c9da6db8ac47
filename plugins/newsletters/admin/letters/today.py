"""The card of letters in 今日のセンター: what waits for its editor, and what is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from plugins.newsletters.models import DigestRun, Outcome, Sending, Step
from plugins.newsletters.standing import Standing

from .access import letters_of
from .listing import lines_of

MOST = 6
#: Nothing is to be done about these any more.
OVER = {Standing.SENT, Standing.CUT_SHORT}


def letters_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the letters that are not out yet; None when there are none, or for who has nothing to do with them."""
    sent = Sending.objects.filter(page_key=OuterRef("translation_key"), step=Step.HANDED_OVER)
    finished = Q(campaign__state__in=["finished", "cancelled"]) | Q(campaign=None)
    try:
        rows = letters_of(request.user)
    except PermissionDenied:
        return None
    of_digests = DigestRun.objects.filter(page_key=OuterRef("translation_key")).exclude(outcome=Outcome.RELEASED)
    open_ones = (
        rows.filter(~Exists(of_digests), ~Exists(sent.filter(finished))).select_related("topic", "locale").defer("body")
    )
    letters = lines_of(list(open_ones.order_by("-latest_revision_created_at", "-pk")[:MOST]))
    shown = [line for line in letters if line[2] not in OVER]
    return {"letters": shown} if shown else None
