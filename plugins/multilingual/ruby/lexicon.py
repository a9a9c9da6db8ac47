"""Compounds that the dictionary does not know as one word, so that it misses how the second part sounds."""

from typing import Final

from .tables import WORDS

COMPOUNDS: Final[dict[str, str]] = WORDS["compounds"]
