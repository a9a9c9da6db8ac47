"""Blocks that show organisations with links to their pages."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.core.blocks.refusals import refuse

from .addresses import public_url
from .succession import carried_on_by
from .words import words_in

MOST_PARTNERS = 24


class OrganisationBlock(blocks.StructBlock):
    """The card of an organisation; one that was merged shows its successor, one without a page shows nothing."""

    organisation = SnippetChooserBlock("organisations.Organisation", label=_("Organisation"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        chosen = value.get("organisation")
        organisation = carried_on_by(chosen) if chosen else None
        request = (parent_context or {}).get("request")
        url = public_url(organisation, request) if organisation else None
        if organisation and url:
            text = words_in(organisation.texts.filter(live=True).select_related("locale"), get_language() or "ja")
            context.update(organisation=organisation, url=url, text=text)
        return context

    class Meta:
        label = _("Organisation")
        icon = "group"
        template = "organisations/blocks/organisation.html"
        description = _("The card of an organisation of the directory, with a link to its page.")


class PartnerBlock(blocks.StructBlock):
    """One body of a list of partners: of the directory, or by its name."""

    organisation = SnippetChooserBlock("organisations.Organisation", label=_("Organisation"), required=False)
    name = blocks.CharBlock(
        label=_("Name"), required=False, max_length=200,
        help_text=_("Only for a body that is not in the directory, for example: 県立高校4校"),
    )  # fmt: skip
    note = blocks.CharBlock(
        label=_("Note"), required=False, max_length=120, help_text=_("What it does here, for example: 会場を貸す")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["organisation"] and not value["name"] and not self.is_deferred_validation:
            refuse(organisation=_("Choose an organisation, or write a name."))
        return value

    class Meta:
        label = _("Partner")
        icon = "group"
        label_format = "{organisation} {name}"


class PartnersBlock(blocks.StructBlock):
    """Those who take part, side by side. Queries do not depend on how many they are."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: いっしょに進める団体")
    )
    partners = blocks.ListBlock(PartnerBlock(), label=_("Partners"), min_num=1, max_num=MOST_PARTNERS)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        chosen = [row["organisation"] for row in value["partners"] if row["organisation"]]
        prefetch_related_objects(chosen, "areas", "keyword_items")
        context["title"] = value["title"]
        context["partners"] = [_shown(row, request) for row in value["partners"]]
        return context

    class Meta:
        label = _("Partners side by side")
        icon = "group"
        template = "core/blocks/partners.html"
        label_format = "{title}"
        description = _("Organisations that take part, side by side, each with a link to its page.")


def _shown(row: Any, request: Any) -> dict[str, Any]:
    organisation = carried_on_by(row["organisation"]) if row["organisation"] else None
    name = organisation.display_name if organisation else row["name"]
    url = public_url(organisation, request) if organisation else None
    return {"name": name, "url": url, "note": row["note"]}


def organisation_block() -> OrganisationBlock:
    return OrganisationBlock()


def partners_block() -> PartnersBlock:
    return PartnersBlock()
