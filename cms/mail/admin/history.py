"""How the history of a mail tells what staff did with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register_actions(actions: Any) -> None:
    """Tell Wagtail's log how to read the entries that the services write."""
    actions.register_action("mail.retry", _("Send a mail again"), _("Had the mail sent again"))
    actions.register_action("mail.withdraw", _("Withdraw a mail"), _("Decided not to send the mail"))
    actions.register_action("mail.arrived", _("Note that a mail arrived"), _("Noted that the mail had arrived"))
    actions.register_action("mail.dealt_with", _("Deal with a mail"), _("Noted the mail as dealt with"))
