"""The blocks of an activity: its body, what was made, where the facts come from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks.activity import activity_blocks

# Outcomes and lessons are fields of the page, where consent is asked for.
KEPT_ON_THE_PAGE = {"outcome", "lessons"}


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks for the body: everything that core offers to activities, without what has a field."""
    return [(name, block) for name, block in activity_blocks() if name not in KEPT_ON_THE_PAGE]


class OutputBlock(blocks.StructBlock):
    """成果物: something that was made and is still there."""

    title = blocks.CharBlock(label=_("What was made"), max_length=200, help_text=_("For example: 協働提案書"))
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=200, help_text=_("For example: 28団体の連名"))
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("When this site has a page for it, such as a publication.")
    )
    document = DocumentChooserBlock(label=_("File"), required=False)
    url = blocks.URLBlock(label=_("Address elsewhere"), required=False, help_text=_("For example: https://example.jp/"))

    class Meta:
        label = _("Output")
        icon = "doc-full"
        label_format = "{title}"


class SourceBlock(blocks.StructBlock):
    """出典: a document or a page from which facts were taken."""

    title = blocks.CharBlock(label=_("Title of the source"), max_length=200, help_text=_("For example: 事業の進め方"))
    publisher = blocks.CharBlock(
        label=_("Publisher"), required=False, max_length=200, help_text=_("For example: 川崎市")
    )
    title_en = blocks.CharBlock(label=_("Title in English"), required=False, max_length=200)
    publisher_en = blocks.CharBlock(label=_("Publisher in English"), required=False, max_length=200)
    url = blocks.URLBlock(label=_("Web address"), required=False, help_text=_("For example: https://example.jp/"))

    class Meta:
        label = _("Source")
        icon = "openquote"
        label_format = "{title}"


def output_blocks() -> list[tuple[str, blocks.Block]]:
    return [("output", OutputBlock())]


def source_blocks() -> list[tuple[str, blocks.Block]]:
    return [("source", SourceBlock())]
