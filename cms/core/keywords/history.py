"""How the history of a keyword tells what was done to it."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


class MergeEntry(LogFormatter):
    label = _("Merge")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        number = sum(len(rows) for rows in data["moved"].values())
        text = ngettext(
            "Took over “%(name)s” with %(number)d item", "Took over “%(name)s” with %(number)d items", number
        )
        return text % {"name": data["source"]["name"], "number": number}


class RenameEntry(LogFormatter):
    label = _("Rename")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Renamed from “%(former)s” to “%(name)s”") % {
            "former": log_entry.data["from"],
            "name": log_entry.data["to"],
        }


def register_actions(actions: Any) -> None:
    """Tell Wagtail's log how to read the entries that the services write."""
    actions.register_action("core.keyword.merge")(MergeEntry)
    actions.register_action("core.keyword.rename")(RenameEntry)
