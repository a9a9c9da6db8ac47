"""What a letter is written with: blocks of core that a mail program can show, and sections that fill themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from cms.core.blocks.links import CallToActionBlock, RelatedBlock
from cms.core.blocks.media import ImageBlock
from cms.core.blocks.people import QuoteBlock
from cms.core.blocks.text import HeadingBlock, LeadBlock, TextBlock
from cms.plugin_api import NewsletterSection, Registry
from cms.plugin_host import installed

MOST_ITEMS = 20


def sources() -> Iterable[tuple[str, str]]:
    """What can fill a section, by "plugin:key". One whose plugin is off keeps its name; the letter leaves it out."""
    for each in Registry.loaded(NewsletterSection):
        of_plugin = f" ({installed.name_of(each.plugin)})" if installed.is_plugin(each.plugin) else ""
        yield f"{each.plugin}:{each.key}", f"{each.title}{of_plugin}"


class SectionBlock(blocks.StructBlock):
    """A section that fills itself for each reader's language and area when the letter is made."""

    source = blocks.ChoiceBlock(label=pgettext_lazy("letter", "Filled with"), choices=sources)
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=80,
        help_text=_("In the language of this text. When empty, the name of the section, in each reader's language."),
    )  # fmt: skip
    most = blocks.IntegerBlock(
        label=pgettext_lazy("letter", "At most"), default=5, min_value=1, max_value=MOST_ITEMS,
        help_text=_("So many entries; the most important come first."),
    )  # fmt: skip

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["filled"] = (context.get("filled_sections") or {}).get(value["source"])
        return context

    class Meta:
        label = _("Section that fills itself")
        icon = "list-ul"
        group = _("What is new")
        template = "newsletters/blocks/section.html"
        label_format = "{source}"
        description = _("Lists what is new since the last letter: events, news, deadlines. Empty ones are left out.")


class DigestSectionBlock(blocks.StructBlock):
    """A section of a letter that makes itself. Its name is the section's own, in each reader's language."""

    source = blocks.ChoiceBlock(label=pgettext_lazy("letter", "Filled with"), choices=sources)
    most = blocks.IntegerBlock(
        label=pgettext_lazy("letter", "At most"), default=8, min_value=1, max_value=MOST_ITEMS,
        help_text=_("So many entries; the most important come first."),
    )  # fmt: skip

    class Meta:
        label = _("Section that fills itself")
        icon = "list-ul"
        label_format = "{source}"


def letter_blocks() -> list[tuple[str, blocks.Block]]:
    """Return new instances of the blocks of a letter."""
    return [
        ("lead", LeadBlock()),
        ("heading", HeadingBlock()),
        ("text", TextBlock()),
        ("section", SectionBlock()),
        ("image", ImageBlock()),
        ("quote", QuoteBlock()),
        ("call_to_action", CallToActionBlock()),
        ("related", RelatedBlock()),
    ]
