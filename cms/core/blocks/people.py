"""What people said: shown only with their consent."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .refusals import refuse
from .text import TEXT_FEATURES

PEOPLE_GROUP = _("Voices")
CONSENT_NEEDED = _("This can be published only after the person has agreed. Tick this when they have.")


class ConsentBlock(blocks.StructBlock):
    """The base of blocks that show a person's words: kept as a draft, but not published, without consent."""

    consent = blocks.BooleanBlock(
        label=_("The person agreed to publication"),
        required=False,
        help_text=_("Tick this after the person has seen the text and agreed."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["consent"] and not self.is_deferred_validation:
            refuse(consent=CONSENT_NEEDED)
        return value


class QuoteBlock(ConsentBlock):
    """Somebody's words, with who said them."""

    quote = blocks.TextBlock(label=_("Quotation"), rows=3, help_text=_("For example: ここに来ると仲間に会えます。"))
    speaker = blocks.CharBlock(
        label=_("Who said it"), max_length=120, help_text=_("Name or role, for example: 参加者(70代)")
    )

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        group = PEOPLE_GROUP
        template = "core/blocks/quote.html"
        label_format = "{speaker}"
        form_layout = ["quote", "speaker", "consent"]
        description = _("A person's words, with their consent.")
        preview_value = {"quote": "ここに来ると仲間に会えます。", "speaker": "参加者(70代)", "consent": True}


class ExchangeBlock(blocks.StructBlock):
    question = blocks.CharBlock(
        label=_("Question"), required=False, max_length=200, help_text=_("For example: 始めたきっかけは何ですか。")
    )
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        label = _("Question and answer")
        icon = "comment"


class InterviewBlock(ConsentBlock):
    """Questions put to a person in a role."""

    role = blocks.CharBlock(
        label=_("Role"), max_length=120, help_text=_("In what role the person speaks, for example: 町内会の役員")
    )
    name = blocks.CharBlock(
        label=_("Name"), required=False, max_length=80, help_text=_("Only if the person wants it shown.")
    )
    introduction = blocks.TextBlock(label=_("Introduction"), required=False, rows=2)
    exchanges = blocks.ListBlock(ExchangeBlock(), label=_("Questions and answers"), min_num=1)

    class Meta:
        label = _("Interview")
        icon = "user"
        group = PEOPLE_GROUP
        template = "core/blocks/interview.html"
        label_format = "{role}"
        form_layout = ["role", "name", "introduction", "exchanges", "consent"]
        description = _("An interview with a person in a role, with their consent.")
        preview_value = {
            "role": "町内会の役員",
            "name": "",
            "introduction": "",
            "exchanges": [{"question": "始めたきっかけは何ですか。", "answer": "<p>苦情の電話でした。</p>"}],
            "consent": True,
        }


class OutcomeBlock(ConsentBlock):
    """What became of it, for whom; refused without the consent of those it is about."""

    title = blocks.CharBlock(label=_("Outcome"), max_length=120, help_text=_("For example: 苦情が半分になった"))
    text = blocks.RichTextBlock(label=_("Details"), required=False, features=TEXT_FEATURES)
    when = blocks.CharBlock(label=_("When"), required=False, max_length=60, help_text=_("For example: 平成20年度"))

    class Meta:
        label = _("Outcome")
        icon = "success"
        group = _("Activity")
        template = "core/blocks/outcome.html"
        label_format = "{title}"
        form_layout = ["title", "when", "text", "consent"]
        description = _("A result of the activity; not published without the consent of those it is about.")
        preview_value = {"title": "苦情が半分になった", "when": "平成20年度", "text": "", "consent": True}
