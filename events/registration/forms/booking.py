"""What people do with a booking: give back places, move, find it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.public_forms import PublicForm
from events.registration.models import Member
from events.registration.outcomes import OfferingAvailability
from events.registration.wording import choice_lines

from . import fields
from .seen import SeenForm


class PlainForm(SeenForm):
    """One button."""

    scope = "booking"


class GiveBackForm(PlainForm):
    """Who cannot come."""

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = forms.MultipleChoiceField(
            label=_("Who cannot come?"),
            choices=[(str(member.pk), member.display_name) for member in members],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Please choose at least one person."),
                "invalid_choice": _("Please choose at least one person."),
            },
        )
        self.most = len(members) - 1

    def clean_members(self) -> list[int]:
        chosen = [int(pk) for pk in self.cleaned_data["members"]]
        if len(chosen) > self.most:
            raise forms.ValidationError(_("If nobody can come, please cancel the whole registration instead."))
        return chosen


class MoveForm(PlainForm):
    """To which date."""

    def __init__(self, *args: Any, others: Sequence[OfferingAvailability], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.offering.pk), choice_lines(each)) for each in others]
        self.fields["offering"] = fields.radio(_("To which date?"), choices, missing=_("Please choose a date."))


class LostForm(PublicForm):
    """What somebody still knows of a registration whose mail is gone."""

    scope, limit = "lost", 10
    code = fields.line(
        _("Booking number"),
        longest=20,
        required=True,
        missing=_("Please write the booking number."),
        autocomplete="off",
        help_text=_("Ten letters, for example: ABCDE-FGHJK"),
    )
    kana = fields.line(
        _("Reading of your name"),
        longest=150,
        required=True,
        missing=_("Please write the reading of your name."),
        help_text=_("As you wrote it when you registered."),
    )
    phone_end = fields.line(
        _("Last four digits of your telephone number"),
        longest=20,
        required=True,
        missing=_("Please write the last four digits."),
        inputmode="numeric",
    )
