"""The forms of those who want reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.public_forms import PublicForm
from cms.mail.addresses import AddressField

ONCE, EVERY = "once", "every"


class RemindForm(PublicForm):
    """The address, and whether later calls of the grant count too."""

    scope = "grants"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calls"] = forms.ChoiceField(
            label=_("Of which calls?"), widget=forms.RadioSelect, initial=ONCE,
            choices=[
                (ONCE, pgettext_lazy("reminder", "This call only")),
                (EVERY, pgettext_lazy("reminder", "Later calls of this grant too")),
            ],
            error_messages={
                "required": _("Please choose one of the answers."),
                "invalid_choice": _("Please choose one of the answers."),
            },
        )  # fmt: skip
        self.fields["address"] = AddressField(
            label=_("Your mail address"),
            help_text=_("We send one mail there. Press the button in it, and you will be reminded."),
            widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
            error_messages={
                "required": _("Please write your mail address."),
                "max_length": _("This is too long: at most %(limit_value)d characters, please."),
            },
        )  # fmt: skip

    @property
    def shown(self) -> list[Any]:
        return [self["calls"], self["address"]]

    @property
    def every_call(self) -> bool:
        return bool(self.cleaned_data["calls"] == EVERY)


class ButtonForm(PublicForm):
    """One button behind a mailed link: who came for it presses it as soon as it is there; no robot knows it."""

    scope = "grants"
    quickest = timedelta(0)
