"""Readings of words in the admin: a list for a site, with a way to try a sentence."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from cms.core.locales import LOCALES, SOURCE_LANGUAGE, language_of
from cms.core.viewsets import SiteScopedViewSet

from .models import AgreedTerm, PlainWord, Reading


class ReadingIndexView(IndexView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        trying = HeaderButton(
            _("Try a sentence"), url=reverse("plugins_admin:multilingual:try_furigana"), icon_name="view"
        )
        return [*super().header_buttons, trying]


class ReadingViewSet(SiteScopedViewSet):
    model = Reading
    index_view_class = ReadingIndexView
    icon = "comment"
    menu_label = _("Readings of words")
    add_to_admin_menu = False
    list_display = ["word", "reading", "note"]
    search_fields = ["word", "reading", "note"]
    panels = [
        HelpPanel(
            content=_(
                "Furigana come from a dictionary. Write here what it cannot know: how a place, a group or a name is read at your centre. It holds on every page at once."  # noqa: E501
            )
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("word"), FieldPanel("reading")]), FieldPanel("note")], heading=_("Word")
        ),
    ]


def other_languages() -> list[tuple[str, str]]:
    return [(code, language.name) for code, language in LOCALES.items() if code != SOURCE_LANGUAGE]


class AgreedTermForm(WagtailAdminModelForm):
    language = forms.ChoiceField(label=_("language"), choices=other_languages)


class LanguageColumn(Column):
    def get_value(self, instance: AgreedTerm) -> str:
        return language_of(instance.language).name


class AgreedTermViewSet(SiteScopedViewSet):
    model = AgreedTerm
    icon = "globe"
    menu_label = _("Agreed translations")
    add_to_admin_menu = False
    list_display = ["term", LanguageColumn("language", label=_("language"), sort_key="language"), "translation", "note"]
    list_filter = ["language"]
    search_fields = ["term", "translation", "note"]
    panels = [
        HelpPanel(
            content=_(
                "Names and terms that are written the same on every page. Whoever translates sees them, and is warned where one is missing."  # noqa: E501
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("term"),
                FieldRowPanel([FieldPanel("language"), FieldPanel("translation")]),
                FieldPanel("note"),
            ],
            heading=_("Term"),
        ),
    ]

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=AgreedTermForm)
        return handler.bind_to_model(self.model)


class PlainWordViewSet(SiteScopedViewSet):
    model = PlainWord
    icon = "clipboard-list"
    menu_label = _("Words for plain Japanese")
    add_to_admin_menu = False
    list_display = ["word", "instead"]
    search_fields = ["word", "instead"]
    panels = [
        HelpPanel(content=_("The check of plain Japanese finds these words on pages and says what to write instead.")),
        FieldRowPanel([FieldPanel("word"), FieldPanel("instead")]),
    ]
