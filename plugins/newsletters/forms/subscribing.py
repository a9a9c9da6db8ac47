"""The form by which somebody asks for letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.locales import language_of
from cms.core.public_forms import PublicForm
from cms.core.untranslated import untranslated
from plugins.newsletters.models import Area, Topic
from plugins.newsletters.states import Frequency

from . import fields


class SubscribeForm(PublicForm):
    """Topics, how often, where from, in which language, the address."""

    scope = "newsletters"

    def __init__(self, *args: Any, site: Any, topics: list[Topic], **kwargs: Any) -> None:
        self.site, self.offered = site, {str(topic.pk): topic for topic in topics}
        super().__init__(*args, **kwargs)
        self.fields["topics"] = forms.MultipleChoiceField(
            label=_("Which letters would you like?"),
            choices=[(key, _words(topic)) for key, topic in self.offered.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Please choose at least one letter."),
                "invalid_choice": _("Please choose from the list."),
            },
        )  # fmt: skip
        if len(self.offered) == 1:
            self.fields["topics"].initial = list(self.offered)
        self.fields["frequency"] = fields.frequency(_("How often?"))
        self.fields["frequency"].initial = Frequency.AT_ONCE.value
        area = fields.area(_("Where do you live or are you active?"), site=site)
        if area is not None:
            self.fields["area"] = area
        self.fields["language"] = fields.language(pgettext_lazy("newsletter", "In which language?"), site=site)
        self.fields["language"].initial = language_of(get_language() or "ja").code
        self.fields["address"] = fields.address(
            _("Your mail address"),
            help_text=_("We send one mail there. Press the button in it, and you are on the list."),
        )

    @property
    def shown(self) -> list[Any]:
        names = ("topics", "frequency", "area", "language", "address")
        return [self[name] for name in names if name in self.fields]

    @property
    def topics(self) -> list[Topic]:
        return [self.offered[key] for key in self.cleaned_data["topics"]]

    @property
    def area(self) -> Area | None:
        return fields.chosen_area(self.site, self.cleaned_data.get("area"))


def _words(topic: Topic) -> Any:
    return format_html(
        '<span class="topic"><b dir="auto">{}</b><span dir="auto">{}</span></span>',
        untranslated(topic.display_name),
        untranslated(topic.display_description),
    )
