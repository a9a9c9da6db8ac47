"""The door of views that take forms from anybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .origin import Origin, origin_of

View = Callable[..., HttpResponseBase]


def public_form(view: View) -> View:
    """Let a view take forms without a session or a cookie; refuse those that another site sends.

    Django's protection needs a cookie, which anonymous visitors of this site never get. The browser's own word
    (`origin_of`) stands in its place; where the browser is silent, the ticket of `PublicForm` does. The answer is
    never stored by a cache nor listed by a search engine.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and origin_of(request) is Origin.FOREIGN:
            return render(request, "core/public_forms/foreign.html", status=403)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return csrf_exempt(never_cache(guarded))
