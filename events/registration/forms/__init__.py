"""What people fill in: one party, and what they do with a booking later."""

from .booking import AtOnceForm, GiveBackForm, LostForm, MoveForm, PlainForm
from .changing import ChangeForm
from .party import PartyForm
from .registering import RegistrationForm

__all__ = [
    "AtOnceForm",
    "ChangeForm",
    "GiveBackForm",
    "LostForm",
    "MoveForm",
    "PartyForm",
    "PlainForm",
    "RegistrationForm",
]
