"""Blocks of words: lead, heading, text, steps, questions and answers, lessons."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from cms.core.attributions import without_attributions

# No headings: their levels belong to the heading block. No images: they need an alternative text.
# The link to an organisation is there when the directory's app is; an editor leaves out a feature nobody registers.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "organisation-link", "document-link"]
TEXT_GROUP = _("Text blocks")


class LeadBlock(blocks.TextBlock):
    """The first, larger paragraph of a page."""

    class Meta:
        label = _("Lead")
        icon = "pilcrow"
        group = TEXT_GROUP
        template = "core/blocks/lead.html"
        description = _("One to three sentences in larger type: what is this about, and for whom?")
        preview_value = "だれでも使える、まちの活動の相談窓口です。はじめての方もお気軽にどうぞ。"


class HeadingBlock(blocks.StructBlock):
    """A heading; h1 is the page's title."""

    text = blocks.CharBlock(label=_("Heading"), max_length=120, help_text=_("For example: 申し込みの流れ"))
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Large (a chapter)")), ("3", _("Medium (within a chapter)")), ("4", _("Small"))],
        default="2",
        search_index=False,
        help_text=_("Go down one level at a time: after a large heading, a medium one."),
    )

    class Meta:
        label = _("Heading")
        icon = "title"
        group = TEXT_GROUP
        template = "core/blocks/heading.html"
        label_format = "{text}"
        description = _("A heading inside the page.")
        preview_value = {"text": "申し込みの流れ", "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    def get_searchable_content(self, value: RichText) -> list[str]:
        return super().get_searchable_content(RichText(without_attributions(value.source)))  # type: ignore[no-any-return]

    class Meta:
        label = _("Text")
        icon = "doc-full"
        group = TEXT_GROUP
        template = "core/blocks/text.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>団体の登録は、窓口または電子メールで受け付けています。</p><ul><li>登録は無料です</li></ul>"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=80, help_text=_("For example: 窓口で相談する"))
    text = blocks.RichTextBlock(label=_("What to do"), required=False, features=TEXT_FEATURES)

    class Meta:
        label = _("Step")
        icon = "arrow-right"


class StepsBlock(blocks.StructBlock):
    """What to do, in order."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: 登録までの流れ")
    )
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        group = TEXT_GROUP
        template = "core/blocks/steps.html"
        label_format = "{title}"
        description = _("Numbered steps, each with a few words.")
        preview_value = {
            "title": "登録までの流れ",
            "steps": [
                {"title": "窓口で相談する", "text": "<p>予約はいりません。</p>"},
                {"title": "用紙を出す", "text": ""},
            ],
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200, help_text=_("For example: 予約は必要ですか。"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        label = _("Question and answer")
        icon = "help"


class FaqBlock(blocks.StructBlock):
    """Questions and answers that open one by one."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("For example: よくある質問"))
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        group = TEXT_GROUP
        template = "core/blocks/faq.html"
        label_format = "{title}"
        description = _("Frequently asked questions; each answer opens when its question is pressed.")
        preview_value = {
            "title": "よくある質問",
            "questions": [{"question": "予約は必要ですか。", "answer": "<p>いいえ、そのままお越しください。</p>"}],
        }


class LessonsBlock(blocks.StructBlock):
    """What was learnt, for those who come after."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("For example: この活動からの学び")
    )
    lessons = blocks.ListBlock(
        blocks.TextBlock(label=_("Lesson"), rows=2), label=_("Lessons"), min_num=1,
        help_text=_("One lesson a line, for example: 役割を互いに明確にしてから始める"),
    )  # fmt: skip

    class Meta:
        label = _("Lessons")
        icon = "pick"
        group = _("Activity")
        template = "core/blocks/lessons.html"
        label_format = "{title}"
        description = _("What was learnt and may help others.")
        preview_value = {"title": "この活動からの学び", "lessons": ["役割を互いに明確にしてから始める"]}
