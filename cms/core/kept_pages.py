"""Who may keep a page, and for how long: browsers ask each time whether theirs still holds; a proxy keeps it a second.

In a burst a page is then made once a second, whoever asks for it, and what is published is seen a second later. Nothing
has to be purged, so that nothing can be forgotten: ADR 74.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header

from .middleware import PAGE_PREFIXES

#: For nginx alone, which takes it off: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid
HEADER = "X-Accel-Expires"
SECONDS = 1


class KeepPages:
    """Let browsers and the proxy keep public pages; what is personal is marked by nobody and so kept by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_public_page(request, response):
            response["Cache-Control"] = "no-cache"
            response[HEADER] = str(SECONDS)
        return response


def _is_public_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether everybody gets this answer who asks with the same address and the same wish for furigana."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and request.path.startswith(PAGE_PREFIXES)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and not response.streaming
        # A view that says something itself knows better: forms and pages behind mailed links say `no-store`.
        and "Cache-Control" not in response.headers
        and not has_vary_header(response, "Accept-Language")
        # What somebody searches says what she needs: it belongs on no proxy's disk.
        and not request.GET.get("q")
    )
