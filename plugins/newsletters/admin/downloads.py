"""How the history of a site tells that the list of readers was downloaded."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter

from plugins.newsletters.services.downloads import DOWNLOADED


class DownloadEntry(LogFormatter):
    label = _("Download readers")

    def format_message(self, log_entry: Any) -> str:
        number = int(log_entry.data.get("number", 0))
        text = ngettext("Downloaded a list of %(n)d reader", "Downloaded a list of %(n)d readers", number)
        return text % {"n": number}


def register_download(actions: Any) -> None:
    actions.register_action(DOWNLOADED)(DownloadEntry)
