"""Addresses outside the page tree: the front door and health."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from wagtail.models import Site

from cms.stack import redis_ladder

from . import negotiation


def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the first language of the browser that the site has; never a guess by place."""
    site = Site.find_for_request(request)
    language = negotiation.choose(request, site=site, written_in=negotiation.written_at(site, ()))
    response = HttpResponseRedirect(negotiation.leading_to(language, f"/{language.code}/"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. No I/O."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers; what is degraded is listed and does not make the site unready."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    degraded = [] if redis_ladder.answers(settings.REDIS_URL, timeout=0.2) else ["redis: no answer"]
    return JsonResponse({"ready": True, "degraded": degraded})
