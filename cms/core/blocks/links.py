"""Where to go next: contact, call to action, related pages."""

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .refusals import refuse

LINKS_GROUP = _("Where to go next")


class ContactBlock(blocks.StructBlock):
    """How to reach the centre, or somebody else."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("For example: 相談窓口"))
    use_centre = blocks.BooleanBlock(
        label=_("Show the centre's own contact"), required=False, default=True,
        help_text=_("Taken from Settings → Contact and opening hours. Fields filled in below replace it one by one."),
    )  # fmt: skip
    name = blocks.CharBlock(
        label=_("Who"), required=False, max_length=120, help_text=_("For example: 市民協働課 協働推進係")
    )
    address = blocks.CharBlock(label=_("Address"), required=False, max_length=200)
    telephone = blocks.CharBlock(
        label=_("Telephone"), required=False, max_length=30, help_text=_("For example: 053-000-0000")
    )
    fax = blocks.CharBlock(label=_("FAX"), required=False, max_length=30)
    email = blocks.EmailBlock(label=_("Mail address"), required=False, help_text=_("For example: info@example.jp"))
    hours = blocks.CharBlock(
        label=_("Opening hours"), required=False, max_length=200, help_text=_("For example: 平日9時〜17時")
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        reachable = any(value[name] for name in ("address", "telephone", "fax", "email"))
        if not value["use_centre"] and not reachable and not self.is_deferred_validation:
            refuse(telephone=_("Give a telephone number, a mail address or a place, or show the centre's contact."))
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["contact"] = _contact(value, context.get("shell"))
        return context

    class Meta:
        label = _("Contact")
        icon = "mail"
        group = LINKS_GROUP
        template = "core/blocks/contact.html"
        label_format = "{title}"
        description = _("Telephone, mail, place and hours: the centre's own or somebody else's.")
        preview_value = {
            "title": "相談窓口", "use_centre": False, "name": "市民協働課", "address": "", "telephone": "053-000-0000",
            "fax": "", "email": "", "hours": "平日9時〜17時", "note": "",
        }  # fmt: skip


def _contact(value: Any, shell: Any) -> dict[str, str]:
    """Return what to show: the centre's own entries where wanted, each replaced by what the editor typed."""
    shown = {}
    if value["use_centre"] and shell is not None:
        centre = shell.centre
        shown = {
            "name": shell.appearance.display_name, "telephone": centre.telephone, "fax": centre.fax,
            "email": centre.email, "address": centre.display_address, "postal_code": centre.postal_code,
            "hours": centre.display_hours, "closed": centre.display_closed,
        }  # fmt: skip
    typed = {name: value[name] for name in ("name", "telephone", "fax", "email", "address", "hours") if value[name]}
    if "address" in typed:
        shown["postal_code"] = ""
    if "hours" in typed:
        shown["closed"] = ""
    shown |= typed
    dial = unicodedata.normalize("NFKC", shown.get("telephone", ""))
    return shown | {"dial": "".join(char for char in dial if char in "+0123456789")}


class CallToActionBlock(blocks.StructBlock):
    """One clear thing to do next."""

    text = blocks.CharBlock(
        label=_("Sentence"),
        required=False,
        max_length=200,
        help_text=_("For example: 団体の登録は一年中受け付けています。"),
    )
    label = blocks.CharBlock(
        label=_("Words on the button"), max_length=40, help_text=_("For example: 登録のしかたを見る")
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("A page of this site, or an address below.")
    )
    url = blocks.URLBlock(
        label=_("Address elsewhere"), required=False, help_text=_("For example: https://www.example.jp/")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value["page"] and not value["url"] and not self.is_deferred_validation:
            refuse(page=_("Choose a page or write an address."))
        if value["page"] and value["url"]:
            refuse(url=_("Choose a page or write an address, not both."))
        return value

    class Meta:
        label = _("Call to action")
        icon = "arrow-right-full"
        group = LINKS_GROUP
        template = "core/blocks/call_to_action.html"
        label_format = "{label}"
        description = _("One large button that leads to the next step.")
        preview_value = {
            "text": "団体の登録は一年中受け付けています。", "label": "登録のしかたを見る", "page": None,
            "url": "https://www.example.jp/",
        }  # fmt: skip


class RelatedBlock(blocks.StructBlock):
    """Pages that go with this one."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("When empty: Related pages"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"), min_num=1)

    class Meta:
        label = _("Related pages")
        icon = "link"
        group = LINKS_GROUP
        template = "core/blocks/related.html"
        label_format = "{title}"
        description = _("Links to pages that go with this one.")
