"""How the site is, for people who look after it and for programs that watch it."""

import hmac

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from cms.plugin_host import access

from . import services
from .findings import Level


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """The page in the admin, for those who may switch plugins: managers and superusers."""
    if not access.may_switch(request.user):
        raise PermissionDenied
    found = services.examine(now=timezone.now())
    context = {
        "troubled": [finding for finding in found if finding.level > Level.GOOD],
        "good": [finding for finding in found if finding.level is Level.GOOD],
        "looked_at": timezone.now(),
    }
    return render(request, "health/page.html", context)


@never_cache
def deep(request: HttpRequest) -> JsonResponse:
    """The same for a monitor that shows CMS_HEALTH_TOKEN (`Authorization: Bearer …`); 503 when something does not work.

    Without that token in the settings, or with a wrong one, there is no such address.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.CMS_HEALTH_TOKEN or not hmac.compare_digest(given, settings.CMS_HEALTH_TOKEN.encode()):
        raise Http404
    with translation.override("en"):
        found = services.examine(now=timezone.now())
        worst = services.worst(found)
        answer = {"worst": worst.name.lower(), "findings": [finding.as_json() for finding in found]}
    return JsonResponse(answer, status=503 if worst is Level.TROUBLE else 200)
