"""会場 in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.core.further_words import FurtherWordsForm, FurtherWordsPanel
from cms.core.viewsets import SiteScopedViewSet
from events.registration.models import Venue


class VenueViewSet(SiteScopedViewSet):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    menu_name = "venues"
    url_namespace = "venues"
    url_prefix = "venues"
    copy_view_enabled = False
    list_display = ["name", "address", "capacity"]
    search_fields = ["name", "name_en", "address"]
    search_backend_name = None
    edit_handler = ObjectList([
        FieldPanel("name"),
        FieldPanel("name_en"),
        MultiFieldPanel(
            [
                FieldPanel("postal_code"), FieldPanel("address"), FieldPanel("building"), FieldPanel("address_en"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), FieldPanel("access"),
                FieldPanel("access_en"), FieldPanel("parking"), FieldPanel("parking_en"),
            ],
            heading=_("How to get there"),
        ),
        FieldPanel("telephone"),
        FieldPanel("website"),
        MultiFieldPanel(
            [
                FieldPanel("step_free"), FieldPanel("accessible_toilet"), FieldPanel("hearing_loop"),
                FieldPanel("nursing_room"), FieldPanel("capacity"),
            ],
            heading=_("The building"),
        ),
        FurtherWordsPanel(),
    ], base_form_class=FurtherWordsForm)  # fmt: skip
