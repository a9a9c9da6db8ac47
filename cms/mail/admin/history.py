"""How the history of a mail tells what staff did with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register_actions(actions: Any) -> None:
    """Tell Wagtail's log how to read the entries that the services write."""
    actions.register_action("mail.retry", _("Send a mail again"), _("Had the mail sent again"))
    actions.register_action("mail.withdraw", _("Withdraw a mail"), _("Decided not to send the mail"))
    actions.register_action("mail.arrived", _("Note that a mail arrived"), _("Noted that the mail had arrived"))
    actions.register_action("mail.dealt_with", _("Deal with a mail"), _("Noted the mail as dealt with"))
    actions.register_action("mail.campaign_start", _("Start a bulk mail"), _("Had the bulk mail sent"))
    actions.register_action("mail.campaign_pause", _("Pause a bulk mail"), _("Paused the bulk mail"))
    actions.register_action(
        "mail.campaign_paused_itself", _("A bulk mail paused itself"), _("The bulk mail paused itself")
    )
    actions.register_action("mail.campaign_resume", _("Resume a bulk mail"), _("Resumed the bulk mail"))
    actions.register_action("mail.campaign_call_off", _("Call a bulk mail off"), _("Called the bulk mail off"))
    actions.register_action(
        "mail.campaign_send_again", _("Send uncertain mails again"), _("Had uncertain mails sent again")
    )
    actions.register_action(
        "mail.campaign_arrived", _("Note that a mail arrived"), _("Noted that an uncertain mail had arrived")
    )
    actions.register_action(
        "mail.campaign_dealt_with", _("Deal with a mail"), _("Noted an uncertain mail as dealt with")
    )
