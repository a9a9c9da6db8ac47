"""Links to organisations in rich text: stored by id, so that they follow a new address, a merge or a new name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler

from .addresses import public_url
from .models import Organisation
from .succession import carried_on_by

FEATURE = "organisation-link"
ENTITY = "ORGANISATION"
LINK_TYPE = "organisation"
CHOOSER = "wagtailsnippetchoosers_organisations_organisation:choose"


class OrganisationLinkHandler(LinkHandler):
    """Writes the link for visitors; one whose organisation has no page is plain text."""

    identifier = LINK_TYPE

    @staticmethod
    def get_model() -> type[Organisation]:
        return Organisation

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type[Organisation], str, str, str]]:
        """What the usage screen of the organisation lists: this text links to it."""
        if str(attrs.get("id", "")).isdigit():
            yield cls.get_model(), attrs["id"], "", ""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        found = Organisation.objects.select_related("site", "successor").in_bulk(
            [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        )
        return [
            cls._tag(found.get(int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0)) for attrs in attrs_list
        ]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @staticmethod
    def _tag(organisation: Organisation | None) -> str:
        url = public_url(carried_on_by(organisation)) if organisation else None
        return f'<a href="{escape(url)}">' if url else "<a>"


class OrganisationLinkElementHandler(LinkElementHandler):
    """From the stored HTML to what the editor holds."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        number = attrs.get("id", "")
        organisation = Organisation.objects.filter(pk=number).first() if number.isdigit() else None
        return {"id": int(number) if number.isdigit() else 0, "string": organisation.name if organisation else "?"}


def organisation_entity(props: dict[str, Any]) -> Any:
    """From what the editor holds to the stored HTML."""
    return DOM.create_element("a", {"linktype": LINK_TYPE, "id": props.get("id")}, props["children"])


def register(features: Any) -> None:
    """Make the feature known and offer it wherever an editor names no features of its own."""
    features.register_link_type(OrganisationLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "group",
                "description": _("Organisation"),
                "attributes": ["id", "string"],
                "chooserUrls": {"organisationChooser": reverse_lazy(CHOOSER)},
            },
            js=[
                "wagtailadmin/js/chooser-modal.js",
                "organisations/js/organisation-link.js",
            ],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{LINK_TYPE}"]': OrganisationLinkElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: organisation_entity}},
        },
    )
    features.default_features.append(FEATURE)
