"""What is done with translations: noting versions, keeping what translators write, putting pages together."""

from .keeping import Stray, Typed, keep, keep_strays
from .making import NothingToTranslate, Untranslated, hand_in, make_below, publish, put_together, source_page_of
from .noting import catch_up, forget_deleted, is_up_to_date, note, settle
from .starting import NotTakenUp, begun, is_as_taken_up, source_of, start, start_below, start_page

__all__ = [
    "NotTakenUp",
    "NothingToTranslate",
    "Stray",
    "Typed",
    "Untranslated",
    "begun",
    "catch_up",
    "forget_deleted",
    "hand_in",
    "is_as_taken_up",
    "is_up_to_date",
    "keep",
    "keep_strays",
    "make_below",
    "note",
    "publish",
    "put_together",
    "settle",
    "source_of",
    "source_page_of",
    "start",
    "start_below",
    "start_page",
]
