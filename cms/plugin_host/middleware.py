"""One reading of the switches per request, and closed doors in the admin."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from . import states, unsure


class ReadSwitchesOnce:
    """Every question about plugins in a request is answered from one query, made when the first is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with states.reading_once(request):
                return self.get_response(request)
        finally:
            unsure.write_lost()


class CloseDoors:
    """Addresses of the admin that belong to a plugin that is off, or to a page without its model, lead nowhere.

    Stands after the authentication: only staff are told why.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        from .gates import doors

        return doors.refuse_closed(request, view, kwargs)
