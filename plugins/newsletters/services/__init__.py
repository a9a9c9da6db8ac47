"""What readers and staff do. Every verb takes keyword arguments, knows no HTTP, and is one transaction."""

from .by_hand import enter
from .erasure import erase, erase_due
from .importing import lines_of, look_at, take_over
from .kept import consents_at, consents_of, kept_about
from .preferences import ask_for_address, change, confirm_address, is_same_address
from .reading_lists import MOST_BYTES, MOST_LINES
from .reading_lists import SHOWN as HEADINGS
from .signing_up import confirm, sign_up, wish_of
from .stopping import pause, stop_all, stop_topic

__all__ = [
    "HEADINGS",
    "MOST_BYTES",
    "MOST_LINES",
    "ask_for_address",
    "change",
    "confirm",
    "confirm_address",
    "consents_at",
    "consents_of",
    "enter",
    "erase",
    "erase_due",
    "is_same_address",
    "kept_about",
    "lines_of",
    "look_at",
    "pause",
    "sign_up",
    "stop_all",
    "stop_topic",
    "take_over",
    "wish_of",
]
