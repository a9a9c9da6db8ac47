"""One click stops one topic (RFC 8058), for people and for their mail programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.mail.models import Channel
from plugins.newsletters import links, services
from plugins.newsletters.models import Subscriber, Topic

from .confirming import over

#: What a mail program sends (RFC 8058, section 3.1), in either encoding of forms.
ONE_CLICK = "One-Click"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button; POST stops that topic and no other, without cookies, ticket or redirect.

    The token alone decides, so that the button of a mail program works wherever it is pressed. Pressing it again, and
    pressing it after everything was erased, is answered the same.
    """
    now = timezone.now()
    parts = links.stops(token, now=now)
    if parts is None:
        return _unlisted(over(request))
    reader = Subscriber.objects.filter(uuid=parts.row).select_related("site").first()
    topic = Topic.objects.filter(pk=parts.number).first()
    if request.method == "OPTIONS":
        return HttpResponse(headers={"Allow": "GET, HEAD, OPTIONS, POST"})
    if request.method != "POST":
        has_it = reader is not None and topic is not None and reader.subscriptions.filter(topic=topic).exists()
        return _unlisted(_page(request, reader, topic, is_done=not has_it))
    channel = Channel.ONE_CLICK if request.POST.get("List-Unsubscribe") == ONE_CLICK else Channel.LINK
    if reader is not None:
        services.letter_arrived(subscriber=reader, token=token, now=now)
    if reader is not None and topic is not None:
        services.stop_topic(subscriber=reader, topic=topic, channel=channel, now=now, page=_without_token(request))
    return _unlisted(_page(request, reader, topic, is_done=True))


def _page(request: HttpRequest, reader: Subscriber | None, topic: Topic | None, *, is_done: bool) -> HttpResponse:
    own = links.preferences(reader, now=timezone.now()) if reader else ""
    context = {"topic": topic, "is_done": is_done, "own": own, "is_known": reader is not None}
    return render(request, "newsletters/unsubscribe.html", context)


def _without_token(request: HttpRequest) -> str:
    return request.path.rstrip("/").rpartition("/")[0] + "/"


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("X-Robots-Tag", "noindex")
    return response
