"""Refusals, with a sentence for staff."""

from django.utils.translation import gettext_lazy as _


class WantsNoLetters(Exception):
    """The address is on the list of those that get nothing."""

    message = _(
        "This address is on the list of addresses that get no letters. If its owner asks for letters again, take it "
        "off that list first."
    )


class Unreadable(Exception):
    """A file cannot be read as a list of readers. The message says why and what to do."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


class LetterRefused(Exception):
    """A letter cannot be planned, changed or called off now. The message says why and what to do."""

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message, self.field = message, field


class NothingNew(Exception):
    """A digest has nothing new for anybody."""
