"""What staff are told whose upload finds no room on the server's disk: waiting a moment does not mend that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from .locales import language_of


def is_of_staff(request: HttpRequest) -> bool:
    """Whether a request is one of the admin, where somebody can do something about it."""
    return request.path.startswith(reverse("wagtailadmin_home"))


def answer_full(request: HttpRequest) -> HttpResponse:
    """Say in the language of whoever sent it that there is no room, and that nothing was saved.

    The screen that sends several files one by one shows words only from an answer that says what is wrong with a file.
    """
    profile = getattr(request.user, "wagtail_userprofile", None)
    chosen = profile.get_preferred_language() if profile else get_language_from_request(request)
    with translation.override(language_of(chosen).code):
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" and request.path.endswith("/multiple/add/"):
            return JsonResponse({"success": False, "error_message": no_room()})
        response = HttpResponse(render_to_string("core/disk_full.html", {"said": no_room()}), status=503)
    add_never_cache_headers(response)
    return response


def no_room() -> str:
    return _(
        "There is no room left on the server’s disk, so this was not saved. Please tell whoever looks after the "
        "server, and send it once more when there is room again."
    )
