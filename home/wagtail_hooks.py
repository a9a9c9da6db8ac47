"""The home app in the admin: the glossary's terms."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from cms.core.viewsets import SiteScopedViewSet

from .models import GlossaryTerm


class GlossaryTermViewSet(SiteScopedViewSet):
    """Words that need explaining: a list sorted by reading."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["term", "reading", "term_en"]
    list_per_page = 50
    ordering = ["reading"]
    list_export = ["term", "reading", "also_written", "definition", "plain_definition", "term_en", "definition_en"]


register_snippet(GlossaryTermViewSet)
