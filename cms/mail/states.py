"""The states of a delivery, the moves between them, and why a delivery is where it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where one mail to one address stands. Every delivery is in exactly one; what is owed is the sum of all."""

    PENDING = "pending", pgettext_lazy("mail", "Waiting")
    CLAIMED = "claimed", pgettext_lazy("mail", "Being sent")
    DEFERRED = "deferred", pgettext_lazy("mail", "Tried, will be tried again")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    REFUSED = "refused", pgettext_lazy("mail", "Could not be delivered")
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "Unknown whether it arrived")
    WITHDRAWN = "withdrawn", pgettext_lazy("mail", "Not sent, by decision")


# A worker takes up and settles; a person retries, withdraws, or knows that an uncertain one arrived; what had left may
# come back.
MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.CLAIMED, State.REFUSED, State.WITHDRAWN}),
    State.CLAIMED: frozenset({State.SENT, State.DEFERRED, State.REFUSED, State.UNCERTAIN, State.PENDING}),
    State.DEFERRED: frozenset({State.CLAIMED, State.PENDING, State.REFUSED, State.WITHDRAWN}),
    State.SENT: frozenset({State.REFUSED}),
    State.REFUSED: frozenset({State.PENDING, State.WITHDRAWN}),
    State.UNCERTAIN: frozenset({State.PENDING, State.SENT, State.REFUSED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}

WAITING = frozenset({State.PENDING, State.CLAIMED, State.DEFERRED})
# Nothing moves these by itself.
NEED_A_PERSON = frozenset({State.REFUSED, State.UNCERTAIN})


def may_move(before: str, after: str) -> bool:
    """Say whether a delivery may go from one state to the other."""
    return State(after) in MOVES[State(before)]


class Reason(models.TextChoices):
    """Why a delivery was put off, refused, given up or withdrawn: what staff read, in plain words."""

    NONE = "", ""
    UNKNOWN_MAILBOX = "unknown_mailbox", _("There is no such mail address. It may be mistyped or given up.")
    MAILBOX_FULL = "mailbox_full", _("The recipient's mailbox is full or does not accept mail at the moment.")
    TOO_LARGE = "too_large", _("The mail is too large for the recipient's server.")
    BLOCKED = "blocked", _("The recipient's server blocked the mail, perhaps as unwanted mail.")
    NOT_ACCEPTED = "not_accepted", _("The recipient's server did not accept the mail.")
    TRY_LATER = "try_later", _("The recipient's server asked to try again later.")
    SERVER_AWAY = "server_away", _("Our mail server could not be reached. The mail leaves by itself when it is back.")
    SERVER_SETUP = (
        "server_setup",
        _(
            "Our mail server did not let us in: its account or the sender's address is not right. "
            "Please tell whoever looks after the system."
        ),
    )
    LINE_BROKEN = "line_broken", _("The connection broke while the mail was being handed over.")
    WORKER_DIED = "worker_died", _("The program that sends mail stopped in the middle.")
    GIVEN_UP = "given_up", _("It was tried for several days without success.")
    SUPPRESSED = (
        "suppressed",
        _("An earlier mail to this address came back because the address does not exist, so nothing was sent."),
    )
    UNREADABLE = "unreadable", _("The mail could not be put together. Please tell whoever looks after the system.")
    BY_STAFF = "by_staff", _("Staff decided not to send it.")
    NO_LONGER_TRUE = "no_longer_true", _("What it tells is no longer true.")
    LEFT_THE_LIST = "left_the_list", _("The reader had stopped the newsletter before it was sent.")
    PAUSED_LETTERS = "paused_letters", _("The reader had paused the letters before it was sent.")
    CALLED_OFF = "called_off", _("It was called off before it was sent.")
    ERASED = "erased", _("The day came on which its contents had to be erased.")
