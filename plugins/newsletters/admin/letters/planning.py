"""The form that plans a sending."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.newsletters.models import Sending

SOON = timedelta(minutes=1)
WHEN = (("soon", _("In one minute")), ("later", _("On a day, at a time")))


class PlanForm(forms.Form):
    """When, and whether the night is kept quiet."""

    when = forms.ChoiceField(
        label=pgettext_lazy("letter", "When is it sent?"), choices=WHEN, widget=forms.RadioSelect, initial="soon",
        error_messages={"required": _("Please choose one of the answers.")},
    )  # fmt: skip
    day = forms.DateField(
        label=pgettext_lazy("letter", "Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day like 2026-12-04.")},
    )  # fmt: skip
    time = forms.TimeField(
        label=pgettext_lazy("letter", "Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Please write the time like 17:00.")},
    )  # fmt: skip
    keeps_quiet = forms.BooleanField(
        label=_("Send nothing between nine in the evening and seven in the morning"), required=False, initial=True,
        help_text=_("Nobody’s telephone is to ring at night. What has not left by nine goes on at seven."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "later":
            for name in ("day", "time"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or choose “In one minute”."))
        return cleaned

    @classmethod
    def as_planned(cls, sending: Sending) -> PlanForm:
        """Return the form filled in with what is planned."""
        start = timezone.localtime(sending.start_at)
        return cls(initial={
            "when": "later", "day": start.date().isoformat(), "time": start.strftime("%H:%M"),
            "keeps_quiet": sending.keeps_quiet,
        })  # fmt: skip

    def start_at(self, *, now: datetime) -> datetime:
        """Return the moment that was chosen."""
        if self.cleaned_data["when"] == "soon":
            return now + SOON
        naive = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(naive)
