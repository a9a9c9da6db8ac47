"""A block that shows an organisation with a link to its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from .addresses import public_url
from .succession import carried_on_by
from .words import words_in


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


def organisation_block() -> OrganisationBlock:
    return OrganisationBlock()
