"""Addresses with a number that no row can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

#: Eight bytes with a sign: what keys are, and the most that SQLite takes at all.
LARGEST = 2**63 - 1


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
