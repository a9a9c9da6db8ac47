"""How the history of a mail tells what staff did with it."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from cms.mail.bulk.providers import LABELS


class CapsFormatter(LogFormatter):
    """What a group of providers was given before and is given now."""

    label = _("Change the pace of sending")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        (was, now), (slow, fast) = data["connections"], data["rate"]
        said = {"group": LABELS.get(data["group"], data["group"]), "was": was, "now": now}
        rates = {"before": _rate(slow), "after": _rate(fast)}
        return _now("%(group)s: connections %(was)s → %(now)s, mails a second %(before)s → %(after)s") % (said | rates)


class BudgetFormatter(LogFormatter):
    """How many might leave in a day, and may now."""

    label = _("Change how many leave in a day")

    def format_message(self, log_entry: Any) -> str:
        before, after = (_now("no limit of one’s own") if most is None else most for most in log_entry.data["most"])
        return _now("Mails a day: %(before)s → %(after)s") % {"before": before, "after": after}


def _rate(rate: float | None) -> str:
    return _now("no limit") if rate is None else f"{rate:g}"


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
    actions.register_action("mail.lane_caps")(CapsFormatter)
    actions.register_action("mail.sending_budget")(BudgetFormatter)
