"""What staff did with letters, as Wagtail's log names it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTIONS = (
    ("newsletters.plan", pgettext_lazy("letter", "Plan the sending"), _("Planned the sending of the letter")),
    ("newsletters.plan_again", pgettext_lazy("letter", "Try again"), _("Planned the sending of the letter anew")),
    ("newsletters.plan_otherwise", pgettext_lazy("letter", "Change the time"), _("Changed when the letter is sent")),
    (
        "newsletters.keep_back",
        pgettext_lazy("letter", "Keep back"),
        _("The letter was kept back: its time had passed while letters were switched off"),
    ),
    (
        "newsletters.take_back",
        pgettext_lazy("letter", "Take back"),
        _("The letter is only planned again: letters were switched off before it began"),
    ),
    ("newsletters.call_off", pgettext_lazy("letter", "Call off"), _("Called the letter off")),
    ("newsletters.digest_pause", pgettext_lazy("digest", "Pause"), _("Paused the digest")),
    ("newsletters.digest_resume", pgettext_lazy("digest", "Resume"), _("Let the digest work again")),
    ("newsletters.digest_discard", pgettext_lazy("digest", "Put away"), _("Put a digest away without sending it")),
    ("newsletters.test", pgettext_lazy("letter", "Send a test"), _("Sent a test letter")),
)


def register_actions(actions: Any) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
