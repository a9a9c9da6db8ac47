"""Refusals. `message` is for the person who asked; `field` is the field of the form that it is about, if any."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Refused(Exception):
    """The service did nothing. `message` says why, in the language that is active when it is shown."""

    message: Any = _("This cannot be done.")
    field: str = ""


class MoveNotAllowed(Refused):
    """The table of moves has no way from `before` to `after`."""

    message = _("This registration has changed in the meantime. Look at its present state and try again.")

    def __init__(self, *, before: Any, after: Any) -> None:
        super().__init__(f"{before} -> {after}")
        self.before, self.after = before, after


class ChangedMeanwhile(Refused):
    """The registration has another version than the one that was shown."""

    message = _("This registration has changed in the meantime. Look at its present state and try again.")


class PoolsBusy(Refused):
    """The lock was not had in time. Nothing happened: the same request with the same key may be sent again."""

    message = _("Very many people are registering right now. Please press the button once more.")


class IdempotencyConflict(Refused):
    """The key was used before with other content (HTTP 409)."""

    message = _("This form was already sent with other answers. Open the form again to register once more.")


class NotOpenYet(Refused):
    message = _("Registration has not opened yet.")


class RegistrationClosed(Refused):
    message = _("Registration is closed.")


class EventNotHeld(Refused):
    """The event, or the date that was chosen, is cancelled or over."""

    message = _("This event is not held, or is over.")


class HasBegun(Refused):
    """People themselves cannot take back what has begun; who came is noted by then."""

    message = _("It has begun and can no longer be cancelled here. Please telephone us.")


class NoRegistrationHere(Refused):
    """One does not register for this event on this site."""

    message = _("One does not register for this event here.")


class NotShown(Refused):
    """The page of the event was taken off while somebody filled in its form."""

    message = _(
        "This event is not shown at present, so you are not registered. What you wrote is still below. Please ask us "
        "whether you can come."
    )


class Full(Refused):
    """No place is left and there is no waiting list, or the person did not want to wait."""

    message = _("All places are taken.")


class NoMoreRoom(Refused):
    """A registration cannot grow: `free` places are left. It stays as it was."""

    field = "seats"

    def __init__(self, *, free: int) -> None:
        super().__init__(free)
        self.free = free

    @property
    def message(self) -> str:  # type: ignore[override]
        return ngettext(
            "Only %(free)d more place is free. Your registration was left as it is.",
            "Only %(free)d more places are free. Your registration was left as it is.",
            self.free,
        ) % {"free": self.free}


class PartyTooSmall(Refused):
    field = "seats"

    def __init__(self, *, least: int) -> None:
        super().__init__(least)
        self.least = least

    @property
    def message(self) -> str:  # type: ignore[override]
        return ngettext(
            "Register at least %(least)d person.",
            "Register at least %(least)d people.",
            self.least,
        ) % {"least": self.least}


class PartyTooLarge(Refused):
    field = "seats"

    def __init__(self, *, most: int) -> None:
        super().__init__(most)
        self.most = most

    @property
    def message(self) -> str:  # type: ignore[override]
        return ngettext(
            "At most %(most)d person can be registered together. Call us for a larger group.",
            "At most %(most)d people can be registered together. Call us for a larger group.",
            self.most,
        ) % {"most": self.most}


class AlreadyRegistered(Refused):
    """The rule for duplicates found an active registration for the same offering."""

    field = "email"
    message = _(
        "Somebody has registered with this address or number already. "
        "To change that registration, use the link in its mail or call us."
    )


class InvalidInput(Refused):
    """Something typed cannot be stored or understood; `errors` has the message of each field."""

    message = _("Please look at the marked fields.")

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(errors)
        self.errors = errors
        self.field = next(iter(errors), "")


class OfferExpired(Refused):
    message = _("The time to accept this place is over.")


class AddressNotConfirmedInTime(Refused):
    message = _("The time to confirm this address is over. Please register once more.")


class AlreadyDrawn(Refused):
    message = _("The draw has taken place already.")


class StillOpen(Refused):
    """A draw must not happen while people can still apply."""

    message = _("The draw can take place when registration is closed.")


class NotALottery(Refused):
    message = _("Places of this event are not given by a draw.")


class UnknownPlace(Refused):
    """What was chosen does not belong to this event."""

    field = "offering"
    message = _("Choose one of the dates of this event.")


class HasRegistrations(Refused):
    """It cannot be taken away: a registration, an old one too, is about it. `message` says what to do instead."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class NumberThere(Refused):
    """There is such a pool already, with another number."""

    message = _("This is offered already, with another number. Change that one in the list of dates.")
    field = "capacity"


class NobodyToTell(Refused):
    message = _("Nobody fits this choice at present, so nobody would be told.")
    field = "audience"


class NotExpected(Refused):
    """Somebody without a place cannot be checked in; a walk-in is another thing."""

    message = _("This registration has no place. Register a walk-in instead.")


class ReasonMissing(Refused):
    field = "reason"
    message = _("Write the reason; it is kept in the log.")


class Erased(Refused):
    message = _("The personal data of this registration was erased on the promised date.")


class QuestionsNotComplete(Refused):
    """A form cannot be published; `problems` says which question lacks what."""

    message = _("The form cannot be published yet.")

    def __init__(self, problems: dict[str, Any]) -> None:
        super().__init__(problems)
        self.problems = problems


class FormFrozen(Refused):
    """A published version of a form never changes; publish the next one."""

    message = _("A published version of a form cannot be changed.")
