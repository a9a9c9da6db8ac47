"""What readers and staff do. Every verb takes keyword arguments, knows no HTTP, and is one transaction."""

from .by_hand import enter
from .counting import count_readers
from .digesting import discard, make, make_digests, release, switch_rule
from .downloads import downloads, note_download
from .erasure import erase, erase_due
from .following import catch_up, take_off
from .freezing import freeze, freeze_due, handing_over, variant_of
from .importing import lines_of, look_at, take_over
from .kept import consents_at, consents_of, kept_about
from .news import news_since
from .planning import call_off, keep_back_missed, plan, plan_again, plan_otherwise, take_back_unbegun, under_way
from .preferences import ask_for_address, change, confirm_address, is_same_address
from .reading_lists import MOST_BYTES, MOST_LINES
from .reading_lists import SHOWN as HEADINGS
from .rehearsing import ask_for_rehearsal, rehearse_due
from .returned import ask_again, heed, heed_all, letter_arrived, reach_again
from .signing_up import confirm, sign_up, wish_of
from .stopping import pause, stop_all, stop_topic
from .testing import send_test

__all__ = [
    "HEADINGS",
    "MOST_BYTES",
    "MOST_LINES",
    "ask_again",
    "ask_for_address",
    "ask_for_rehearsal",
    "call_off",
    "catch_up",
    "change",
    "confirm",
    "confirm_address",
    "consents_at",
    "consents_of",
    "count_readers",
    "discard",
    "downloads",
    "enter",
    "erase",
    "erase_due",
    "freeze",
    "freeze_due",
    "handing_over",
    "heed",
    "heed_all",
    "is_same_address",
    "keep_back_missed",
    "kept_about",
    "letter_arrived",
    "lines_of",
    "look_at",
    "make",
    "make_digests",
    "news_since",
    "note_download",
    "pause",
    "plan",
    "plan_again",
    "plan_otherwise",
    "reach_again",
    "rehearse_due",
    "release",
    "send_test",
    "sign_up",
    "stop_all",
    "stop_topic",
    "switch_rule",
    "take_back_unbegun",
    "take_off",
    "take_over",
    "under_way",
    "variant_of",
    "wish_of",
]
