"""One click stops one list (RFC 8058), for people and for their mail programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.locales import language_of

from .models import Channel
from .services import stopping

#: What a mail program sends (RFC 8058, section 3.1), in either encoding of forms.
ONE_CLICK = "One-Click"
PAGE = "/stop/"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button; POST stops that list and no other, without cookies, ticket or redirect.

    The token alone decides, so that the button of a mail program works wherever it is pressed. Pressing it again, and
    pressing it after everything was erased, is answered the same. In the language of the letters.
    """
    now = timezone.now()
    if request.method == "OPTIONS":
        return HttpResponse(headers={"Allow": "GET, HEAD, OPTIONS, POST"})
    what = stopping.find(token=token, now=now)
    if what is None:
        return _unlisted(render(request, "mail/stop_over.html", status=404))
    is_done = what.is_stopped
    if request.method == "POST":
        channel = Channel.ONE_CLICK if request.POST.get("List-Unsubscribe") == ONE_CLICK else Channel.LINK
        stopping.stop(what=what, channel=channel, page=PAGE, now=now)
        is_done = True
    context = {"name": what.name, "is_done": is_done, "token": token}
    with translation.override(language_of(what.locale).code if what.locale else translation.get_language()):
        return _unlisted(render(request, "mail/stop.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("X-Robots-Tag", "noindex")
    return response
