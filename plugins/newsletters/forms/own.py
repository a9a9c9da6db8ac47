"""The forms of a reader's own page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.core.public_forms import PublicForm
from cms.core.untranslated import untranslated
from plugins.newsletters.models import Area, Subscriber, Topic
from plugins.newsletters.states import Frequency

from . import fields

MONTHS = (1, 3, 6)


class PreferencesForm(PublicForm):
    """Each topic with how often, or not at all; language; area."""

    scope = "newsletters"

    def __init__(self, *args: Any, subscriber: Subscriber, topics: list[Topic], **kwargs: Any) -> None:
        self.subscriber, self.topics = subscriber, topics
        super().__init__(*args, **kwargs)
        has = {each.topic_id: each.frequency for each in subscriber.subscriptions.all()}
        choices = [("", pgettext_lazy("newsletter", "I do not want it")), *Frequency.choices]
        for topic in topics:
            field = forms.ChoiceField(
                label=untranslated(topic.display_name), choices=choices, required=False,
                help_text=untranslated(topic.display_description), error_messages={"invalid_choice": fields.CHOOSE},
            )  # fmt: skip
            field.initial = has.get(topic.pk, "")
            self.fields[f"topic_{topic.pk}"] = field
        self.fields["language"] = fields.language(
            pgettext_lazy("newsletter", "In which language?"), site=subscriber.site, now=subscriber.locale
        )
        self.fields["language"].initial = subscriber.locale
        area = fields.area(_("Where do you live or are you active?"), site=subscriber.site)
        if area is not None:
            self.fields["area"] = area
            area.initial = str(subscriber.area_id or "")

    @property
    def shown_topics(self) -> list[Any]:
        return [self[f"topic_{topic.pk}"] for topic in self.topics]

    @property
    def shown_others(self) -> list[Any]:
        return [self[name] for name in ("language", "area") if name in self.fields]

    @property
    def wanted(self) -> dict[Topic, str]:
        often = {topic: self.cleaned_data[f"topic_{topic.pk}"] for topic in self.topics}
        return {topic: frequency for topic, frequency in often.items() if frequency}

    @property
    def area(self) -> Area | None:
        if "area" not in self.fields:
            return self.subscriber.area
        return fields.chosen_area(self.subscriber.site, self.cleaned_data.get("area"))


class AddressForm(PublicForm):
    """A new mail address."""

    scope = "newsletters"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"] = fields.address(
            _("New mail address"),
            help_text=_("We send a mail there. Until you press the button in it, nothing changes."),
        )


class PauseForm(PublicForm):
    """For how long letters are held back."""

    scope = "newsletters"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(n), ngettext_lazy("%(n)d month", "%(n)d months", n) % {"n": n}) for n in MONTHS]
        self.fields["months"] = fields.radio(_("For how long?"), choices)
        self.fields["months"].initial = "1"

    def until(self, *, today: date) -> date:
        """The day from which letters come again."""
        return today + timedelta(days=30 * int(self.cleaned_data["months"]))
