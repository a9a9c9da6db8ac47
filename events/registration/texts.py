"""What people type, made storable: composed, without invisible control characters, in one line where it is one."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Tab and line break belong to a text; marks that turn the direction of a whole line do not belong to a name.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
TURNS_A_LINE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def no_control_characters(value: str) -> None:
    """Refuse invisible control characters.

    Raises ValidationError with the code `control_character`.
    """
    if CONTROL.search(value or ""):
        raise ValidationError(
            _("This text contains invisible control characters. Type the place again instead of pasting it."),
            code="control_character",
        )


def one_line(text: str) -> str:
    """Return the text composed (NFC), on one line, without control characters and turning marks, single-spaced."""
    composed = unicodedata.normalize("NFC", text or "")
    return " ".join(TURNS_A_LINE.sub("", CONTROL.sub("", composed)).split())


def several_lines(text: str) -> str:
    """Return the text composed, without control characters; line breaks stay, as \\n."""
    composed = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return TURNS_A_LINE.sub("", CONTROL.sub("", composed)).strip()
