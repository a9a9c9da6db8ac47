"""Numbers that no row can have, in addresses and in forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

#: Eight bytes with a sign: what keys are, and the most that SQLite takes at all.
LARGEST = 2**63 - 1


def typed_key(text: str) -> int:
    """Return the key that a form or the question of an address names; 0, which no row has, where it can be none.

    What comes from a browser is not asked of the database as it is: "²" is a digit for Python, thousands of digits it
    refuses to read, and a number of more than eight bytes is an error of SQLite.
    """
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))
    return int(text) if is_number else 0


class NotFoundBeyondAllKeys:
    """Answer 404 where a number in the address is larger than any key: asking SQLite for such a row is an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        """Look at what the address was taken apart into.

        Raises:
            Http404: a number in it is too large.
        """
        if any(isinstance(value, int) and value > LARGEST for value in (*args, *kwargs.values())):
            raise Http404
