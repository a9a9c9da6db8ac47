"""What is done with translations: noting versions, keeping what translators write, putting pages together."""

from .keeping import Stray, Typed, keep, keep_strays
from .making import NothingToTranslate, Untranslated, hand_in, make_below, publish, put_together, source_page_of
from .noting import catch_up, forget_deleted, is_up_to_date, note, settle
from .starting import begun, is_as_taken_up, pages_below, source_of, start, start_page

__all__ = [
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
    "pages_below",
    "publish",
    "put_together",
    "settle",
    "source_of",
    "source_page_of",
    "start",
    "start_page",
]
