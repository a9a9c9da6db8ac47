"""What of an error may be kept: where in the code it was, never whose data it was about."""

import builtins
import traceback
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import (
    AppRegistryNotReady,
    DisallowedHost,
    FieldDoesNotExist,
    FieldError,
    ImproperlyConfigured,
)
from django.db import OperationalError, ProgrammingError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

BASE_DIR = Path(__file__).resolve().parent.parent

# Their messages name attributes, modules, tables, templates. A ValueError or an IntegrityError quotes what was typed.
SPEAK_OF_CODE: tuple[type[BaseException], ...] = (
    AttributeError, ImportError, NameError, NotImplementedError, TypeError, ZeroDivisionError, RecursionError,
    AppRegistryNotReady, DisallowedHost, FieldDoesNotExist, FieldError, ImproperlyConfigured, OperationalError,
    ProgrammingError, TemplateDoesNotExist, TemplateSyntaxError,
)  # fmt: skip
LONGEST_MESSAGE = 300
LONGEST = 20_000


def kind_of(error: BaseException) -> str:
    """Return the name of the error's class, with its module where it is not Python's own."""
    cls = type(error)
    return cls.__qualname__ if cls.__module__ == builtins.__name__ else f"{cls.__module__}.{cls.__qualname__}"


def without_data(error: BaseException) -> str:
    """Return the traceback with its causes. Messages are left out unless the kind of error speaks of code."""
    parts = []
    for each in reversed(list(_chain(error))):
        frames = "".join(traceback.format_tb(each.__traceback__)).replace(f"{BASE_DIR}/", "")
        parts.append(f"{frames}{kind_of(each)}{_message(each)}\n")
    return "\n".join(parts)[-LONGEST:]


def place_of(error: BaseException) -> str:
    """Return the innermost place in the code, which tells one way of failing from another."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _message(error: BaseException) -> str:
    if not isinstance(error, SPEAK_OF_CODE):
        return ""
    # PostgreSQL adds the line of the query, with the values in it.
    first, *_query = str(error).splitlines() or [""]
    return f": {first[:LONGEST_MESSAGE]}".replace(f"{BASE_DIR}/", "")


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
