"""Pictures and files."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from .pictures import PictureChooserBlock, picture_of
from .refusals import refuse

MEDIA_GROUP = _("Pictures and files")


class ImageBlock(blocks.StructBlock):
    """A picture with an alternative text, or marked as decoration."""

    image = PictureChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=250,
        help_text=_("Says what is to be seen to those who cannot see it, for example: 竹林で作業する10人ほどの参加者"),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decoration only"),
        required=False,
        help_text=_("Tick this only when nothing is lost without the picture."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=250, help_text=_("For example: 2023年秋の作業日")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["alt"].strip() and not value["decorative"] and not self.is_deferred_validation:
            refuse(alt=_("Write an alternative text, or mark the picture as decoration only."))
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["picture"] = picture_of(value["image"]) if value["image"] else None
        context["alt"] = "" if value["decorative"] else value["alt"]
        return context

    class Meta:
        label = _("Image")
        icon = "image"
        group = MEDIA_GROUP
        template = "core/blocks/image.html"
        label_format = "{alt}"
        description = _("A picture with an alternative text and, where wanted, a caption.")


class DocumentItemBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200,
        help_text=_("When empty, the document's own title is shown. For example: 利用団体登録申請書"),
    )  # fmt: skip

    class Meta:
        label = _("Document")
        icon = "doc-full-inverse"


class DocumentsBlock(blocks.StructBlock):
    """Files to download, with kind and size."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 申請に使う用紙")
    )
    documents = blocks.ListBlock(DocumentItemBlock(), label=_("Documents"), min_num=1)

    class Meta:
        label = _("Documents")
        icon = "doc-full-inverse"
        group = MEDIA_GROUP
        template = "core/blocks/documents.html"
        label_format = "{title}"
        description = _("A list of files to download; kind and size are shown by themselves.")
