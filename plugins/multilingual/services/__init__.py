"""What the plugin does: readings kept per stretch of text, worked out in the background."""

from .annotating import annotate_waiting, erase_unseen, read_page, work_out_again
from .looking_up import with_furigana
from .screen_words import is_of_the_screen
from .words import glossary_of, spans_of

__all__ = [
    "annotate_waiting",
    "erase_unseen",
    "glossary_of",
    "is_of_the_screen",
    "read_page",
    "spans_of",
    "with_furigana",
    "work_out_again",
]
