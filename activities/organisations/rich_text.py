"""Links to organisations in rich text: stored by id, so that they follow a new address, a merge or a new name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler

from cms.core.impossible_keys import typed_key

from .addresses import public_url
from .models import Organisation
from .succession import carried_on_by

FEATURE = "organisation-link"
ENTITY = "ORGANISATION"
LINK_TYPE = "organisation"
CHOOSER = "wagtailsnippetchoosers_organisations_organisation:choose"


def _number(attrs: Mapping[str, Any]) -> int:
    """Return the number of the organisation that a link names; 0 where it is none that a row can have."""
    return typed_key(str(attrs.get("id", "")))


class OrganisationLinkHandler(LinkHandler):
    """Writes the link for visitors; one whose organisation has no page is plain text."""

    identifier = LINK_TYPE

    @staticmethod
    def get_model() -> type[Organisation]:
        return Organisation

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type[Organisation], str, str, str]]:
        """What the usage screen of the organisation lists: this text links to it."""
        if number := _number(attrs):
            yield cls.get_model(), str(number), "", ""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        numbers = [_number(attrs) for attrs in attrs_list]
        found = Organisation.objects.select_related("site", "successor").in_bulk([each for each in numbers if each])
        return [cls._tag(found.get(each)) for each in numbers]

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
        number = _number(attrs)
        organisation = Organisation.objects.filter(pk=number).first() if number else None
        return {"id": number, "string": organisation.name if organisation else "?"}


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
