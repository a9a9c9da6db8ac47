"""What people do with a booking: give back places, move, find it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.public_forms import PublicForm
from cms.mail import addresses
from events.registration.models import Member
from events.registration.outcomes import OfferingAvailability
from events.registration.wording import choice_lines

from . import fields
from .seen import SeenForm


class PlainForm(SeenForm):
    """One button."""

    scope = "booking"


class AtOnceForm(PlainForm):
    """One button on a page of her own that she came to for it: who knows what she wants presses it as soon as it is
    there, and there is nothing that she could look over. No robot knows the address.
    """

    quickest = timedelta(0)


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
    """What somebody still knows of a registration whose mail is gone: her address, or else number, name and telephone.

    Most know their address; the number stood in the mail.
    """

    scope, limit = "lost", 10
    email = fields.line(
        _("Mail address"),
        longest=254,
        type="email",
        autocomplete="email",
        help_text=_("The one that you gave when you registered."),
    )
    code = fields.line(
        _("Booking number"),
        longest=20,
        autocomplete="off",
        help_text=_("Ten letters, for example: ABCDE-FGHJK"),
    )
    kana = fields.line(
        _("Reading of your name"),
        longest=150,
        help_text=_("As you wrote it when you registered."),
    )
    phone_end = fields.line(
        _("Last four digits of your telephone number"),
        longest=20,
        inputmode="numeric",
    )
    missing: ClassVar[dict[str, Any]] = {
        "code": _("Please write the booking number."),
        "kana": _("Please write the reading of your name."),
        "phone_end": _("Please write the last four digits."),
    }

    @property
    def address(self) -> str:
        """The address as it is kept, or empty."""
        return self.cleaned_data.get("email", "")

    @property
    def numbers(self) -> dict[str, str]:
        """What else is known."""
        return {name: self.cleaned_data.get(name, "") for name in self.missing}

    @property
    def is_without_mail(self) -> bool:
        """Whether something is written below the mail address."""
        return any(self[name].value() or self[name].errors for name in self.missing)

    def clean_email(self) -> str:
        """Return it as it is kept."""
        address = addresses.tidy(self.cleaned_data["email"])
        if address:
            addresses.validate(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") or "email" in self.errors:
            return cleaned
        if not any(self.numbers.values()):
            self.add_error("email", _("Please write your mail address."))
        else:
            for name in (name for name, typed in self.numbers.items() if not typed):
                self.add_error(name, self.missing[name])
        return cleaned
