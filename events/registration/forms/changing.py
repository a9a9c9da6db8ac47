"""The form by which a party changes its booking."""

from __future__ import annotations

from events.registration.models import Registration

from .initial import of_registration
from .meanwhile import say_what_changed
from .party import PartyForm
from .seen import SeenForm


class ChangeForm(PartyForm, SeenForm):
    """A party as it is known, to be changed."""

    def now_sees(self, registration: Registration) -> None:
        """Keep what was typed, and say at each field where the booking says something else by now."""
        super().now_sees(registration)
        say_what_changed(self, of_registration(registration))
