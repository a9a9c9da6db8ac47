"""What staff decide about one registration: places, offers, cancellation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration import services

from .applicant import ActionView


class CancelRegistrationForm(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=300, required=False,
        help_text=gettext_lazy("Told in the mail, in this person's language. It may be empty."),
    )  # fmt: skip


class CancelRegistrationView(ActionView):
    """Cancels a registration; what it held goes to who waits."""

    screen = gettext_lazy("Cancel the registration")
    form_class: Any = CancelRegistrationForm
    button = gettext_lazy("Cancel the registration")
    done = gettext_lazy("The registration is cancelled.")
    is_final = True

    def consequences(self, form: Any) -> list[Any]:
        return [_("The place goes to who waits, and cannot be taken back."), *self.told()]

    def perform(self, form: Any) -> Any:
        return services.cancel(reason=form.cleaned_data["reason"], **self.seen(form))


class DecideForm(CancelRegistrationForm):
    """What is decided on an application."""

    decision = forms.ChoiceField(
        label=gettext_lazy("decision"), widget=forms.RadioSelect,
        choices=[
            ("confirm", gettext_lazy("Give a place")), ("wait", gettext_lazy("Put on the waiting list")),
            ("reject", gettext_lazy("Do not accept")),
        ],
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )  # fmt: skip
    field_order = ["decision", "reason"]


class DecideView(ActionView):
    """Decides on an application."""

    screen = gettext_lazy("Decide on the application")
    form_class: Any = DecideForm
    button = gettext_lazy("Decide")
    done = gettext_lazy("It is decided.")

    def consequences(self, form: Any) -> list[Any]:
        return self.told()

    def perform(self, form: Any) -> Any:
        return services.decide(
            decision=form.cleaned_data["decision"], reason=form.cleaned_data["reason"], **self.seen(form)
        )


class OverrideForm(forms.Form):
    """Why somebody goes before the others."""

    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For the staff only; the log keeps that it was done, and by whom."),
        error_messages={"required": gettext_lazy("Write the reason; it is kept in the log.")},
    )  # fmt: skip


class OverrideView(ActionView):
    """Gives a place out of turn or beyond the capacity."""

    screen = gettext_lazy("Give a place out of turn")
    form_class: Any = OverrideForm
    button = gettext_lazy("Give the place")
    done = gettext_lazy("The place is given, and the log keeps that it was out of turn.")
    is_final = True

    def consequences(self, form: Any) -> list[Any]:
        return [_("Others who came earlier go on waiting. If all places are taken, there is one more."), *self.told()]

    def perform(self, form: Any) -> Any:
        return services.override_confirm(reason=form.cleaned_data["reason"], **self.seen(form))


class AcceptView(ActionView):
    """Accepts an offer for somebody who said so on the telephone."""

    screen = gettext_lazy("Accept the place for this person")
    button = gettext_lazy("Accept")
    done = gettext_lazy("The place is accepted.")

    def consequences(self, form: Any) -> list[Any]:
        return self.told()

    def perform(self, form: Any) -> Any:
        return services.accept_offer(**self.seen(form))


class DeclineView(ActionView):
    """Declines an offer for somebody who said so on the telephone."""

    screen = gettext_lazy("Decline the place for this person")
    button = gettext_lazy("Decline")
    done = gettext_lazy("The place is declined, and the next in line is asked.")
    is_final = True

    def consequences(self, form: Any) -> list[Any]:
        return [_("The place goes to the next in line, and cannot be taken back."), *self.told()]

    def perform(self, form: Any) -> Any:
        return services.decline_offer(**self.seen(form))
