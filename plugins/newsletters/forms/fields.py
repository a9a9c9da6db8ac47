"""Fields of the public forms, with messages in this site's own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.core.languages_on import languages_on
from cms.core.locales import LOCALES
from cms.mail.addresses import AddressField
from plugins.newsletters.models import Area
from plugins.newsletters.states import Frequency

CHOOSE = _("Please choose one of the answers.")


def address(label: Any, *, help_text: Any = "") -> forms.Field:
    return AddressField(
        label=label, help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your mail address."),
            "max_length": _("This is too long: at most %(limit_value)d characters, please."),
        },
    )  # fmt: skip


def radio(label: Any, choices: Iterable[tuple[str, Any]], *, help_text: Any = "") -> forms.Field:
    return forms.ChoiceField(
        label=label, choices=list(choices), help_text=help_text, widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )  # fmt: skip


def frequency(label: Any) -> forms.Field:
    return radio(label, Frequency.choices)


def language(label: Any, *, site: Any, now: str = "") -> forms.Field:
    """The languages that are on at the site, and the one that somebody has now, each named in itself."""
    shown = [each for each in LOCALES.values() if each in languages_on(site) or each.code == now]
    return radio(
        label, [(each.code, format_html('<span lang="{}">{}</span>', each.bcp47, each.name)) for each in shown]
    )


def area(label: Any, *, site: Any) -> forms.Field | None:
    """A list of the centre's areas; None where it has none."""
    rows = Area.objects.filter(site=site)
    if not rows:
        return None
    choices = [("", _("No answer")), *((str(row.pk), row.display_name) for row in rows)]
    return forms.ChoiceField(
        label=label, choices=choices, required=False, error_messages={"invalid_choice": CHOOSE},
        help_text=_("So that you also get what concerns your part of the town."),
    )  # fmt: skip


def chosen_area(site: Any, pk: str | None) -> Area | None:
    return Area.objects.filter(site=site, pk=pk).first() if pk else None
