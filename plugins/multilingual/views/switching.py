"""Furigana on, furigana off, and back to where one was."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plugins.multilingual import switch


@never_cache
@require_safe
def furigana(request: HttpRequest, wish: str) -> HttpResponse:
    """Keep the wish and lead back. A link, so that it works without JavaScript; it changes nothing but the cookie."""
    if wish not in (switch.ON, switch.OFF):
        raise Http404
    back = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if own else f"/{request.LANGUAGE_CODE}/")  # type: ignore[attr-defined]
    switch.remember(response, wish, secure=request.is_secure())
    response.headers["X-Robots-Tag"] = "noindex"
    return response
