"""The addresses of contributed menu items, public and of the admin."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from cms.plugin_api import MenuItem

from . import guard


def address(item: MenuItem, request: HttpRequest, *, site: Any) -> str:
    """Return where a menu item leads; nothing where it hides itself or fails."""
    return guard.call(item, _address, item, request, fallback="", site=site)


def _address(item: MenuItem, request: HttpRequest) -> str:
    # Promise: of `reverse_lazy`
    return str(guard.must_be(item.url(request), str, Promise, type(None)) or "")
