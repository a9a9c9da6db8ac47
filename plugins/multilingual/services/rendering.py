"""A published page as a visitor gets it, rendered without a visitor."""

from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def rendered(page: Any) -> str:
    """Return the page's HTML, or "" when it is not there for visitors."""
    address = urlsplit(page.full_url or "")
    if not address.hostname:
        return ""
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET", "PATH_INFO": address.path, "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": address.hostname, "SERVER_PORT": str(address.port or 443), "HTTP_HOST": address.netloc,
            "REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(),
        }
    )  # fmt: skip
    response: Any = _handler().get_response(request)
    return response.content.decode() if response.status_code == 200 and not response.streaming else ""
