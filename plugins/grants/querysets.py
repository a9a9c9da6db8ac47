"""Which grants and calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from . import statuses
from .statuses import Windows


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Verbs for lists of grants."""

    def standing(self, *, at: datetime, windows: Windows) -> ProgrammeQuerySet:
        """With `status` and what they are put in order by (`statuses.annotated`)."""
        return statuses.annotated(self, now=at, windows=windows)  # type: ignore[no-any-return]

    def by_deadline(self) -> ProgrammeQuerySet:
        """Those of `standing`, the nearest deadline first."""
        return self.order_by(*statuses.BY_DEADLINE)

    def with_pages(self, pages: Any) -> ProgrammeQuerySet:
        """Those that one of the pages tells about."""
        return self.filter(page_key__in=pages.order_by().values("translation_key"))

    def for_lists(self) -> ProgrammeQuerySet:
        """With everything that cards read: two queries more, however many rows."""
        return self.select_related("funder").prefetch_related("calls")


class CallQuerySet(models.QuerySet[Any]):
    """Verbs for lists of calls."""

    def standing(self, *, at: datetime, windows: Windows) -> CallQuerySet:
        """With `status`."""
        return self.annotate(status=statuses.call_status(now=at, windows=windows))

    def with_status(self, status: str, *, at: datetime, windows: Windows) -> CallQuerySet:
        """Those that stand so; an estimate is no call."""
        condition = statuses.conditions(now=at, windows=windows).get(statuses.Status(status))
        return self.filter(condition) if condition is not None else self.none()

    def open_now(self, *, at: datetime) -> CallQuerySet:
        """Those for which one can apply now."""
        begun = models.Q(opens_at__isnull=True) | models.Q(opens_at__lte=at)
        return self.filter(begun, models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=at))

    def with_deadline_ahead(self, *, at: datetime) -> CallQuerySet:
        """Those that close at a day that is known and still to come: what calendars and reminders may tell."""
        return self.filter(closes_at__gt=at).order_by("closes_at", "pk")
