"""What a centre promises families about their languages, beside what events themselves know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.choice_lists import ChoiceListField
from cms.plugin_api.models import EventExtension
from events.registration.choices import SpokenLanguage


class EventLanguageHelp(EventExtension):
    """Until when interpreters are asked for, and in which languages the telephone is answered.

    Which languages there are, and how many interpreters, are facts of events: `EventLanguage`, `CapacityPool`.
    """

    ask_until = models.DateField(
        _("interpreters are asked for until"), null=True, blank=True,
        help_text=_("The last day on which a family can say that it needs one. For example: 2026-12-01"),
    )  # fmt: skip
    telephone_languages = ChoiceListField(
        _("languages on the telephone"), choices=SpokenLanguage.choices,
        help_text=_("Languages in which somebody answers the number that stands on the page."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("help with languages at an event")
        verbose_name_plural = _("help with languages at events")

    def __str__(self) -> str:
        return str(self.event)
