"""定員と申込枠: what there is a limited number of, and what one books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.colons import colon
from cms.core.models.site_settings import in_language
from events.registration.choices import (
    NeedKind,
    OfferingKind,
    PoolKind,
    PoolUnit,
    SessionStatus,
    SpokenLanguage,
)
from events.registration.deadlines import days_before
from events.registration.texts import no_control_characters

LANGUAGE_PREFIX = "interp:"
_START, _END = attrgetter("starts_at"), attrgetter("ends_at")
DEFAULT_CLOSE_TIME = time(17)


class CapacityPool(models.Model):
    """A limited number of something. Only services change `held`, `ceiling` and `next_seq`, holding the pool's lock.

    capacity: how many staff allow; null is unlimited. held: how many are given. ceiling: what the database allows,
    the capacity and above it only what staff granted and the log tells. Free is what capacity leaves over held.
    """

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="pools")
    kind = models.CharField(_("of what"), max_length=12, choices=PoolKind.choices, default=PoolKind.SEAT)
    key = models.CharField(pgettext_lazy("capacity", "key"), max_length=40, help_text=_("For example: seat, interp:vi"))
    name = models.CharField(
        _("name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("Only when it needs one, for example: 和室"),
    )  # fmt: skip
    name_en = models.CharField(_("English name"), max_length=100, blank=True, validators=[no_control_characters])
    unit = models.CharField(
        _("counted"), max_length=8, choices=PoolUnit.choices, default=PoolUnit.PERSON,
        help_text=_("At a consultation, a family takes one place together."),
    )  # fmt: skip
    capacity = models.PositiveIntegerField(
        _("how many"), null=True, blank=True, help_text=_("Empty for no limit. For example: 30")
    )
    held = models.PositiveIntegerField(default=0, editable=False)
    ceiling = models.PositiveIntegerField(null=True, default=None, editable=False)
    next_seq = models.PositiveIntegerField(default=1, editable=False)
    last_arrival_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        ordering = ["event", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="evreg_pool_key_once"),
            models.CheckConstraint(
                condition=Q(held__gte=0) & (Q(ceiling__isnull=True) | Q(held__lte=F("ceiling"))),
                name="evreg_pool_held_within_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True, ceiling__isnull=True)
                | Q(capacity__isnull=False, ceiling__isnull=False, ceiling__gte=F("capacity")),
                name="evreg_pool_ceiling_not_below_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.ceiling is None:
            self.ceiling = self.capacity
        super().save(*args, **kwargs)

    @property
    def free(self) -> int | None:
        """How many can still be given; None is without limit."""
        return None if self.capacity is None else max(self.capacity - self.held, 0)

    @property
    def language(self) -> str:
        """The code of the language that interpreters of this pool speak; empty for other pools."""
        return self.key.removeprefix(LANGUAGE_PREFIX) if self.key.startswith(LANGUAGE_PREFIX) else ""

    @property
    def display_name(self) -> str:
        """Its name for the language of the current request: its own, the language, or the kind."""
        if self.name:
            return in_language(self.name, self.name_en)
        if self.language in SpokenLanguage.values:
            return f"{self.get_kind_display()}{colon()}{SpokenLanguage(self.language).label}"
        return str(self.get_kind_display())

    def units_for(self, seats: int) -> int:
        """How many a party of `seats` people takes."""
        return 1 if self.unit == PoolUnit.PARTY else seats

    def serves(self, *, kind: str, language: str = "") -> bool:
        """Whether a need of this kind (and language) takes from this pool."""
        if self.kind == PoolKind.INTERPRETER:
            return kind == NeedKind.INTERPRETER and language == self.language
        return self.kind == PoolKind.CHILDCARE and kind == NeedKind.CHILDCARE


class Offering(models.Model):
    """申込枠: what one books: a time slot, a single date, or a whole course."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="offerings")
    position = models.PositiveSmallIntegerField(pgettext_lazy("event", "order"), default=0)
    kind = models.CharField(
        pgettext_lazy("event", "kind"), max_length=8, choices=OfferingKind.choices, default=OfferingKind.SESSION
    )
    name = models.CharField(
        _("name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("When empty, its date is shown. For example: 全4回"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: all four dates"),
    )  # fmt: skip
    sessions = models.ManyToManyField(
        "event_registration.Session", verbose_name=_("dates"), related_name="offerings", blank=True
    )
    pools = models.ManyToManyField(
        "event_registration.CapacityPool", through="event_registration.OfferingPool", related_name="offerings"
    )
    close_days_before = models.PositiveSmallIntegerField(
        _("closes how many days before"), null=True, blank=True,
        help_text=_("Days before its first date, for example: 7. When empty, the event's own deadline counts."),
    )  # fmt: skip
    close_time = models.TimeField(
        _("at what time"), null=True, blank=True, help_text=_("When empty, at 17:00. For example: 17:00")
    )
    party_min = models.PositiveSmallIntegerField(
        _("fewest people"), default=1, validators=[MinValueValidator(1)], help_text=_("For example: 1")
    )
    party_max = models.PositiveSmallIntegerField(
        _("most people"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("When empty, the event's own limit counts. For example: 4"),
    )  # fmt: skip
    is_closed = models.BooleanField(
        _("take no more registrations"), default=False, help_text=_("Closes it at once, whatever the deadline.")
    )
    is_cancelled = models.BooleanField(pgettext_lazy("date of an event", "cancelled"), default=False, editable=False)

    class Meta:
        verbose_name = _("bookable date")
        verbose_name_plural = _("bookable dates")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.name or self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.party_max is not None and self.party_max < self.party_min:
            raise ValidationError({"party_max": _("The largest number is below the smallest.")})

    @property
    def display_name(self) -> str:
        """Its name for the language of the current request; empty when its date says all."""
        return in_language(self.name, self.name_en)

    @property
    def most_people(self) -> int:
        """The largest party, by its own limit or the event's."""
        return self.party_max or self.event.party_max

    def know(self, *, dates: list[Any], taken: list[Any]) -> None:
        """Note the rows of `sessions` and `takes` that were read together with this one: `dates` and `taken`."""
        self.__dict__["_known"] = (dates, taken)

    @property
    def dates(self) -> Sequence[Any]:
        """The rows of `sessions`, as they were read together with this one or prefetched."""
        known = self.__dict__.get("_known")
        return known[0] if known else self.sessions.all()  # type: ignore[return-value]

    @property
    def taken(self) -> Sequence[Any]:
        """The rows of `takes`, likewise."""
        known = self.__dict__.get("_known")
        return known[1] if known else self.takes.all()  # type: ignore[return-value]

    @property
    def always_taken(self) -> list[CapacityPool]:
        """The pools that a booking takes from, whatever is asked for."""
        return [take.pool for take in self.taken if not take.when_needed]

    @property
    def span(self) -> tuple[datetime, datetime] | tuple[None, None]:
        """When the first of its dates that are held starts, and the last ends; nothing where none is held."""
        held = [row for row in self.dates if row.status != SessionStatus.CANCELLED]
        return (min(map(_START, held)), max(map(_END, held))) if held else (None, None)

    @property
    def first_start(self) -> datetime | None:
        """When the first of its dates that is held starts."""
        return self.span[0]

    @property
    def last_end(self) -> datetime | None:
        return self.span[1]

    @property
    def closes_at(self) -> datetime | None:
        """The deadline: its own rule, or the event's, and never later than the first start. None: no end known.

        On the clock of the event's place.
        """
        return self.deadline(start=self.first_start, event=self.event)

    def deadline(self, *, start: datetime | None, event: Any) -> datetime | None:
        """The same for who knows its first start and its event already."""
        if start is None and event.closes_at is None:
            return None
        zone, own = event.zone, event.closes_at
        if self.close_days_before is not None and start is not None:
            at = self.close_time or DEFAULT_CLOSE_TIME
            own = days_before(start, days=self.close_days_before, at=at, zone=zone)
        until: datetime = own if start is None else start if own is None else min(own, start)
        return until.astimezone(zone)


class OfferingPool(models.Model):
    """That booking an offering takes from a pool: always, or only when somebody asks for what the pool is of."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="takes")
    pool = models.ForeignKey(CapacityPool, on_delete=models.CASCADE, related_name="taken_by")
    when_needed = models.BooleanField(
        _("only when asked for"), default=False, help_text=_("For interpreters and childcare.")
    )

    class Meta:
        verbose_name = _("what a booking takes")
        verbose_name_plural = _("what a booking takes")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["offering", "pool"], name="evreg_offering_pool_once")]

    def __str__(self) -> str:
        return f"{self.offering_id} {self.pool_id}"
