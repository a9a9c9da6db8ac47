"""募集: one call of a grant, with its dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.organisations.models.choices import MonthOfYear
from activities.organisations.validators import no_control_characters
from cms.core.fiscal_year import FiscalYear, FiscalYearModelField
from cms.core.models.site_settings import in_language
from cms.core.spoken_dates import say_day
from cms.core.templatetags.kakehashi import visitors_language
from plugins.grants import japan_time, months
from plugins.grants.amounts import say_range
from plugins.grants.choices import ClosingKind
from plugins.grants.querysets import CallQuerySet
from plugins.grants.rates import RateField, spoken_rate

from .programmes import AmountField


class GrantCall(models.Model):
    """The facts of one call. What is empty holds as the grant has it.

    closes_on: the last day; null for a call without a deadline. closes_time: on that day, in Japan; null is its end.
    opens_at, closes_at, decided_at, month: derived, so that databases can compare them. closes_at is the first moment
    that is too late; decided_at is when the decision has been made: that day, or the end of the month of it.
    month: that in which it opens, counted through (`months.index_of`). site: that of the grant.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+", editable=False)
    programme = models.ForeignKey(
        "grants.GrantProgramme", verbose_name=pgettext_lazy("grants", "grant"), on_delete=models.CASCADE,
        related_name="calls",
    )  # fmt: skip
    label = models.CharField(
        pgettext_lazy("call", "which call"), max_length=80, blank=True, validators=[no_control_characters],
        help_text=_("Only where there are several: the second of the year, or one for new groups."),
    )  # fmt: skip
    label_en = models.CharField(
        pgettext_lazy("call", "which call, in English"), max_length=100, blank=True, validators=[no_control_characters]
    )
    for_fy = FiscalYearModelField(
        _("fiscal year of the grant"), null=True, blank=True,
        help_text=_("The year in which the money is used, as the funder names it."),
    )  # fmt: skip
    opens_on = models.DateField(
        _("applications from"), null=True, blank=True,
        help_text=_("The first day, for example: 2026-12-01. Leave it empty when they are taken already."),
    )  # fmt: skip
    closes_on = models.DateField(
        _("last day"), null=True, blank=True,
        help_text=_("For example: 2026-12-26. Leave it empty only when there is no deadline."),
    )  # fmt: skip
    closes_time = models.TimeField(
        _("time on the last day"), null=True, blank=True,
        help_text=_("In Japan, for example: 17:00. When it is empty, the whole last day counts."),
    )  # fmt: skip
    closing_kind = models.CharField(
        pgettext_lazy("call", "what counts"), max_length=12, choices=ClosingKind.choices, blank=True,
        help_text=_("Whether it must have arrived by then, the postmark counts, and so on."),
    )  # fmt: skip
    decision_on = models.DateField(
        _("day of the decision"), null=True, blank=True, help_text=_("For example: 2027-03-20. Empty when not known.")
    )
    decision_month = models.PositiveSmallIntegerField(
        _("month of the decision"), choices=MonthOfYear.choices, null=True, blank=True,
        help_text=_("Where no day is known: the first such month after the last day."),
    )  # fmt: skip
    amount_min = AmountField(_("least that one group gets"), help_text=_("Only where this call differs."))
    amount_max = AmountField(_("most that one group gets"), help_text=_("Only where this call differs."))
    rate = RateField(_("share of the costs"), help_text=_("Only where this call differs."))
    guidelines_url = models.URLField(
        _("guidelines on the web"), max_length=500, blank=True,
        help_text=_("Of this call, for example: https://example.jp/grants/2027.html"),
    )  # fmt: skip
    opens_at = models.DateTimeField(null=True, editable=False)
    closes_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    month = models.PositiveIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = CallQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("grants", "call")
        verbose_name_plural = pgettext_lazy("grants", "calls")
        ordering = ["-closes_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="grants_call_opens_before_it_closes",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "closes_at"], name="grants_call_of_programme"),
            models.Index(fields=["site", "closes_at"], name="grants_call_by_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.said_when}".strip()

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        self.derive()
        if update_fields is not None:
            update_fields = {*update_fields, "site", "opens_at", "closes_at", "decided_at", "month"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def derive(self) -> None:
        """Fill the derived columns; for those who save without `save()`."""
        self.site_id = self.programme.site_id
        self.opens_at = japan_time.start_of(self.opens_on) if self.opens_on else None
        self.closes_at = japan_time.end_of(self.closes_on, self.closes_time) if self.closes_on else None
        first = self.opens_on or self.closes_on
        self.month = months.index_of(first) if first else None
        self.decided_at = self._decided_at()

    def _decided_at(self) -> datetime | None:
        if self.decision_on:
            return japan_time.start_of(self.decision_on)
        month = self.decided_month
        return japan_time.start_of(months.day_of(month + 1)) if month is not None else None

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = _("The last day is before the first.")
        if self.closes_time and not self.closes_on:
            errors["closes_on"] = _("Please write the last day too.")
        if self.decision_on and self.closes_on and self.decision_on < self.closes_on:
            errors["decision_on"] = _("The decision is before the last day for applications.")
        if self.amount_min and self.amount_max and self.amount_max < self.amount_min:
            errors["amount_max"] = _("The most is smaller than the least.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_rolling(self) -> bool:
        """Whether it has no deadline."""
        return self.closes_on is None

    @property
    def fiscal_year(self) -> FiscalYear | None:
        """The funder's fiscal year in which it is called."""
        first = self.opens_on or self.closes_on
        return FiscalYear.of(first, self.programme.funder.fiscal_start_month) if first else None

    @property
    def decided_month(self) -> int | None:
        """The month of the decision, counted through; None where it is not known."""
        if self.decision_on:
            return months.index_of(self.decision_on)
        last = self.closes_on or self.opens_on
        if not self.decision_month or last is None:
            return None
        closed = months.index_of(last)
        return closed + (self.decision_month - 1 - closed) % 12

    @property
    def decision_year(self) -> FiscalYear | None:
        """The funder's fiscal year in which it is decided."""
        if self.decided_month is None:
            return None
        day = self.decision_on or months.day_of(self.decided_month)
        return FiscalYear.of(day, self.programme.funder.fiscal_start_month)

    @property
    def first_day(self) -> date | None:
        return self.opens_on or self.closes_on

    @property
    def display_label(self) -> str:
        return in_language(self.label, self.label_en)

    @property
    def said_when(self) -> str:
        """Which call it is, for lists of staff: its label, its year, its last day."""
        parts = [self.display_label, str(FiscalYear(self.for_fy)) if self.for_fy else ""]
        last = say_day(self.closes_on, language=visitors_language(), year=True) if self.closes_on else ""
        return " ".join(part for part in (*parts, last) if part)

    @property
    def spoken_amount(self) -> str:
        own = say_range(self.amount_min, self.amount_max)
        return own or self.programme.spoken_amount

    @property
    def spoken_rate(self) -> str:
        return spoken_rate(self.rate) or self.programme.spoken_rate
