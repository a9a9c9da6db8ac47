"""The forms that change limits of sending."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.mail.bulk.lanes import FASTEST, SLOWEST, Caps
from cms.mail.bulk.services.limits import MOST_A_DAY


class CapsForm(forms.Form):
    """How many connections at once and mails a second, within what is allowed."""

    def __init__(self, *args: Any, allowed: Caps, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["connections"] = forms.IntegerField(
            label=_("Connections at once"), widget=_numbers(), **_between(1, allowed.connections),
            help_text=_("From 1 to %(most)d.") % {"most": allowed.connections},
        )  # fmt: skip
        is_careful = allowed.rate is not None
        self.fields["rate"] = forms.FloatField(
            label=_("Mails a second at most"), widget=_numbers(step="any"), required=is_careful,
            help_text=CAREFUL % {"most": f"{allowed.rate:g}"} if is_careful else AS_FAST_AS_IT_GOES,
            **_between(SLOWEST, allowed.rate or FASTEST),
        )  # fmt: skip


CAREFUL = _("From 0.2 to %(most)s. These providers turn away who comes too fast.")
AS_FAST_AS_IT_GOES = _("Leave it empty for no limit: then mails leave as fast as the line takes them.")


class BudgetForm(forms.Form):
    """How many bulk mails may leave in a day. allowed: by the server's settings, nought for no limit."""

    def __init__(self, *args: Any, allowed: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        text = _("The server’s settings allow %(most)d a day. Leave it empty for just as many.") % {"most": allowed}
        self.fields["most"] = forms.IntegerField(
            label=pgettext_lazy("bulk mail", "Mails a day at most"), widget=_numbers(), required=False,
            help_text=text if allowed else _("Leave it empty for no limit."), **_between(1, allowed or MOST_A_DAY),
        )  # fmt: skip


def _numbers(**attributes: Any) -> forms.NumberInput:
    return forms.NumberInput(attrs=attributes)


def _between(least: float, most: float) -> dict[str, Any]:
    """Return what holds a field between two numbers, with one sentence for whatever lies outside."""
    sentence = _("Please write a number from %(least)s to %(most)s.") % {"least": f"{least:g}", "most": f"{most:.10g}"}
    words = dict.fromkeys(("min_value", "max_value", "invalid", "required"), sentence)
    return {"min_value": least, "max_value": most, "error_messages": words}
