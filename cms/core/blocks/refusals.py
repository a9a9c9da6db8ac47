"""How a block refuses what was typed: with a message at the field."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError


def refuse(**messages: Any) -> NoReturn:
    """Raise the messages (text, or an error of a child block) at the fields of a StructBlock."""
    raise StructBlockValidationError(
        block_errors={
            name: message if isinstance(message, ValidationError) else ValidationError(message)
            for name, message in messages.items()
        }
    )
