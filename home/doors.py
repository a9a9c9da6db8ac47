"""The doors of the home page: what somebody may need today, and the page that helps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ICONS = [
    ("chat", _("Talking")),
    ("calendar", _("Calendar")),
    ("people", _("People")),
    ("coin", _("Coins")),
    ("globe", _("Languages")),
    ("book", _("Book")),
    ("house", _("House")),
    ("letter", _("Letter")),
    ("star", _("Star")),
]


class DoorBlock(blocks.StructBlock):
    """One door: what people would say, a line about what is behind it, the page."""

    title = blocks.CharBlock(
        label=_("What people would say"), max_length=30, help_text=_("Short, for example: 相談したい")
    )
    line = blocks.CharBlock(
        label=_("What is behind the door"),
        required=False,
        max_length=60,
        help_text=_("One line, for example: 予約して話す・電話・FAX"),
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), help_text=_("The page that helps; a page that is not published is not shown.")
    )
    icon = blocks.ChoiceBlock(
        label=_("Drawing"), choices=ICONS, required=False, help_text=_("The small drawing beside the words.")
    )

    class Meta:
        label = _("Door")
        icon = "link"
