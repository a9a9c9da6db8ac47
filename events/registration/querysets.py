"""Which events, dates and registrations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .states import ACTIVE, TERMINAL, State

SHOWN = ("scheduled", "cancelled", "finished")


class EventQuerySet(models.QuerySet[Any]):
    """Verbs for lists of events. Choices over other tables are subqueries: no row comes twice."""

    def for_site(self, site: Any) -> EventQuerySet:
        return self.filter(site=site)

    def shown(self) -> EventQuerySet:
        """Those whose facts are ready for the public; cancelled ones stay visible."""
        return self.filter(status__in=SHOWN)

    def held(self) -> EventQuerySet:
        """Those that take place or took place."""
        return self.filter(status__in=("scheduled", "finished"))

    def upcoming(self, *, at: datetime) -> EventQuerySet:
        """Those that are not over, soonest first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "id")

    def past(self, *, at: datetime) -> EventQuerySet:
        """Those that are over and those whose date is not known any more, latest first."""
        over = Q(ends_at__lte=at) | Q(ends_at__isnull=True)
        return self.filter(over).order_by(
            F("starts_at").desc(nulls_last=True), F("fiscal_year").desc(nulls_last=True), "-id"
        )

    def bookable(self, *, at: datetime) -> EventQuerySet:
        """Those whose offerings can matter: not over, not called off, and registered for here. As `is_bookable`."""
        not_over = Q(ends_at__gt=at) | Q(ends_at__isnull=True)
        return self.filter(not_over, status="scheduled", booking="here")

    def between(self, first: datetime, last: datetime) -> EventQuerySet:
        """Those with a date that touches the span from `first` to before `last`: by their keys, few of all events."""
        dates = self.model._meta.get_field("sessions").related_model._default_manager
        return self.filter(pk__in=dates.filter(starts_at__lt=last, ends_at__gt=first).order_by().values("event"))

    def of_kind(self, kinds: Iterable[str]) -> EventQuerySet:
        return self.filter(kind__in=list(kinds))

    def in_language(self, code: str) -> EventQuerySet:
        """Those at which a language is spoken or interpreted."""
        return self._linked("languages", code=code, use__in=("spoken", "interpreted"))

    def at_venue(self, venue: Any) -> EventQuerySet:
        return self._linked("sessions", venue=venue)

    def organised_by(self, organisation: Any) -> EventQuerySet:
        """Those that an organisation stands behind: by their keys, since few of all events are one organisation's."""
        organisers = self.model._meta.get_field("organisers").related_model._default_manager
        return self.filter(pk__in=organisers.filter(organisation=organisation).values("event"))

    def of_activity(self, translation_key: Any) -> EventQuerySet:
        """The editions of an activity, named by its page family's translation key."""
        return self.filter(activity_key=translation_key).order_by("edition", "starts_at", "id")

    def _linked(self, relation: str, **choice: Any) -> EventQuerySet:
        related = self.model._meta.get_field(relation).related_model
        return self.filter(Exists(related._default_manager.filter(event=OuterRef("pk"), **choice)))


class SessionQuerySet(models.QuerySet[Any]):
    """Verbs for dates."""

    def held(self) -> SessionQuerySet:
        """Those that were not cancelled."""
        return self.exclude(status="cancelled")

    def upcoming(self, *, at: datetime) -> SessionQuerySet:
        return self.filter(ends_at__gt=at).order_by("starts_at", "id")


class RegistrationQuerySet(models.QuerySet[Any]):
    """Verbs for lists of registrations."""

    def active(self) -> RegistrationQuerySet:
        """Those from which a way still leads on."""
        return self.filter(state__in=list(ACTIVE))

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(state=State.CONFIRMED)

    def waiting(self) -> RegistrationQuerySet:
        """Those on the waiting list, in no particular order; `services.queue_of` knows the order."""
        return self.filter(state=State.WAITLISTED)

    def kept(self) -> RegistrationQuerySet:
        """Those whose personal data is still there."""
        return self.filter(erased_at__isnull=True)


class NoticeQuerySet(models.QuerySet[Any]):
    """Verbs for lists of people to call."""

    def open(self, *, at: datetime) -> NoticeQuerySet:
        """Those whom somebody still has to tell: not too late, and not about who has erased all or cancelled."""
        rows = self.filter(Q(until__isnull=True) | Q(until__gt=at), done_at__isnull=True)
        return rows.filter(registration__erased_at__isnull=True).exclude(
            until__isnull=False, registration__state__in=list(TERMINAL)
        )
