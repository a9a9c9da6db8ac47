"""Marks in an edition where a reader's own goes.

They are built from noncharacters of Unicode, which no text holds and every template passes on as they are.
"""

import re

OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARK = re.compile(f"{OPEN}([a-z]*){CLOSE}")
SECTIONS = "sections"
# In HTML the values are escaped; the token is made of characters that need neither that nor percent signs.
VALUES = ("token", "name")


class UnknownSlot(ValueError):
    """An edition asks for something that deliveries do not carry."""


def slot(name: str) -> str:
    """Return the mark that stands for `token` or `name` of a reader, or for all of the reader's `sections`."""
    if name not in (*VALUES, SECTIONS):
        raise UnknownSlot(name)
    return f"{OPEN}{name}{CLOSE}"


def split(text: str) -> list[tuple[bool, str]]:
    """Return a text in pieces: (False, words as they stand) or (True, name of a slot). Raises UnknownSlot."""
    pieces: list[tuple[bool, str]] = []
    for number, piece in enumerate(MARK.split(text)):
        is_slot = number % 2 == 1
        if (is_slot and piece not in (*VALUES, SECTIONS)) or (not is_slot and (OPEN in piece or CLOSE in piece)):
            raise UnknownSlot(piece if is_slot else "an unfinished mark")
        if piece:
            pieces.append((is_slot, piece))
    return pieces
