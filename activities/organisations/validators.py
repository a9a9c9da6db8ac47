"""What cannot be stored is refused at the field, with words that say what to do."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Tab and line break are what people type in a text; the other control characters come from broken copies.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def no_control_characters(value: str) -> None:
    """Refuse invisible control characters.

    Raises ValidationError with the code `control_character`.
    """
    if CONTROL.search(value or ""):
        raise ValidationError(
            _("This text contains invisible control characters. Type the place again instead of pasting it."),
            code="control_character",
        )
