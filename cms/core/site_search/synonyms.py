"""The admin's page of search synonyms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.core.viewsets import SiteScopedViewSet
from cms.search.models import SynonymClass


class SynonymViewSet(SiteScopedViewSet):
    model = SynonymClass
    icon = "search"
    menu_label = _("Search synonyms")
    list_display = ["__str__", "note"]
    search_backend_name = None
    search_fields = ["words", "note"]
    panels = [FieldPanel("words"), FieldPanel("note"), FieldPanel("site")]
