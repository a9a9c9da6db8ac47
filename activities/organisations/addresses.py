"""Where an organisation is found on the public site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def public_url(organisation: Any, request: HttpRequest | None = None) -> str | None:
    """Return the path of the organisation's page below the first live directory that lists it, or None."""
    return None
