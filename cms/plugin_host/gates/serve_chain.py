"""What plugins put around the serving of every page (hook `on_serve_page`): where it fails, the page is served."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from wagtail.models import Site

from cms.plugin_api import Contribution
from cms.plugin_host import guard

from .serving import ANSWERS, must_be_an_answer

Serve = Callable[..., HttpResponse]


class _Next:
    """The rest of the chain, for one request: what it gave or raised is no doing of the plugin."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve
        self.response: HttpResponse | None = None
        self.error: BaseException | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.response = self.serve(*args, **kwargs)
        except BaseException as error:
            self.error = error
            raise
        return self.response


def guarded(hook: Contribution, wrap: Callable[[Serve], Serve]) -> Callable[[Serve], Serve]:
    """Return the hook's function with everything guarded: itself, and what it returns when a page is served."""

    @wraps(wrap)
    def wrap_guarded(serve: Serve) -> Serve:
        def serve_guarded(page: Any, request: Any, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse:
            further = _Next(serve)

            def answer() -> HttpResponse | None:
                try:
                    return must_be_an_answer(wrap(further)(page, request, args, kwargs))
                except BaseException as error:
                    if error is further.error:
                        return None
                    raise

            site = Site.find_for_request(request)
            response = guard.call(hook, answer, fallback=None, site=site, passes=ANSWERS)
            if response is not None:
                return response
            if further.error is not None:
                raise further.error
            return further.response or serve(page, request, args, kwargs)

        return serve_guarded

    return wrap_guarded
