"""The form by which a party registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from events.registration.boxes import Box
from events.registration.models import Event
from events.registration.outcomes import OfferingAvailability
from events.registration.questions import Question
from events.registration.wording import choice_lines

from . import fields
from .party import Part, PartyForm

#: So many dates are shown at once although one is chosen.
ALL_SEEN = 3


class RegistrationForm(PartyForm):
    """A party, what it books, and its consent.

    open_now: the offerings that take registrations now. boxes: what plugins offer besides, at the end.
    """

    def __init__(
        self,
        *args: Any,
        event: Event,
        open_now: Sequence[OfferingAvailability],
        questions: Sequence[Question],
        boxes: Sequence[Box] = (),
        **kwargs: Any,
    ) -> None:
        self.open, self.offered_boxes = open_now, boxes
        offerings = [each.offering for each in open_now]
        super().__init__(*args, event=event, offerings=offerings, questions=questions, **kwargs)
        choices = [(str(each.offering.pk), choice_lines(each)) for each in open_now]
        self.fields["offering"] = fields.radio(_("Which date?"), choices, missing=_("Please choose a date."))
        if len(choices) == 1:
            self.fields["offering"].widget = forms.HiddenInput()
            self.fields["offering"].initial = choices[0][0]
        self.fields["consent"] = fields.tick(
            _("I agree that my data is used in this way"), required=True,
            missing=_("Please agree, so that we may keep your registration."),
        )  # fmt: skip
        for box in boxes:
            self.fields[box.field] = fields.tick(box.words.label, help_text=box.words.help)

    @property
    def boxes(self) -> list[BoundField]:
        """The fields of what plugins offer."""
        return [self[box.field] for box in self.offered_boxes]

    @property
    def ticked(self) -> list[Box]:
        """What of it was ticked."""
        return [box for box in self.offered_boxes if self.cleaned_data.get(box.field)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("email") and "email" not in self.errors:
            for box in self.ticked:  # what was asked for is not dropped in silence
                self.add_error(box.field, _("For this, please write your mail address above, or take the tick away."))
        return cleaned

    @property
    def parts(self) -> list[Part]:
        if len(self.open) == 1:
            return super().parts
        when = Part("offering", _("Date and time"), fields=[self["offering"]], shows_chosen=self._has_chosen)
        return [when, *super().parts]

    @property
    def _has_chosen(self) -> bool:
        """Whether a date is chosen already, of so many that a phone is filled by the others."""
        chosen = self["offering"]
        known = {str(each.offering.pk) for each in self.open}
        return len(known) > ALL_SEEN and str(chosen.value()) in known and not chosen.errors

    @property
    def chosen(self) -> int:
        """The id of what is booked."""
        return int(self.cleaned_data["offering"])
