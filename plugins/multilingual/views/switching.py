"""Furigana on, furigana off, and back to where one was."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plugins.multilingual import switch


@never_cache
@require_safe
def furigana(request: HttpRequest, wish: str, back: str) -> HttpResponse:
    """Keep the wish and lead back to the address that follows, with its query.

    A link, so that it works without JavaScript; it changes nothing but the cookie.
    """
    if wish not in (switch.ON, switch.OFF):
        raise Http404
    query = request.GET.urlencode()
    address = escape_uri_path(f"/{back}") + (f"?{query}" if query else "")
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    response = HttpResponseRedirect(address if own else f"/{request.LANGUAGE_CODE}/")  # type: ignore[attr-defined]
    switch.remember(response, wish, secure=request.is_secure())
    response.headers["X-Robots-Tag"] = "noindex"
    return response
