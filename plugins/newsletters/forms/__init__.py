"""The forms of readers."""

from .own import AddressForm, PauseForm, PreferencesForm
from .plain import ButtonForm
from .subscribing import SubscribeForm

__all__ = ["AddressForm", "ButtonForm", "PauseForm", "PreferencesForm", "SubscribeForm"]
