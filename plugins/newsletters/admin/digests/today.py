"""The card of digests in 今日のセンター: what waits for somebody, and what was not sent because nobody came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from plugins.newsletters.models import DigestRun, Outcome

from .rule import policy, with_letters

MOST = 6
#: What came to nothing is told for so long.
TOLD_FOR = timedelta(days=7)


def digests_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the periods that a person should know of; None when there are none, or for who looks after none."""
    rules = policy().instances_user_has_any_permission_for(request.user, ["view", "change"])
    lately = Q(outcome__in=[Outcome.LAPSED, Outcome.FAILED], due_at__gt=timezone.now() - TOLD_FOR)
    found = DigestRun.objects.filter(Q(outcome=Outcome.WAITING) | lately, rule__in=rules).select_related("rule")
    runs = with_letters(list(found.order_by("release_by", "pk")[:MOST]))
    return {"runs": runs} if runs else None
