"""Readings of words in the admin: a list for a site, with a way to try a sentence."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from cms.core.viewsets import SiteScopedViewSet

from .models import Reading


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
    icon = "title"
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
