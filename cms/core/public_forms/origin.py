"""Where a request was sent from, as the browser says: no cookie is needed to know a form of our own."""

from enum import Enum

from django.conf import settings
from django.http import HttpRequest


class Origin(Enum):
    """OURS: a page of this site. FOREIGN: another site. UNKNOWN: the browser says nothing (old ones, some proxies)."""

    OURS = "ours"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


def origin_of(request: HttpRequest) -> Origin:
    """Read Sec-Fetch-Site (Fetch Metadata, which scripts cannot set), else Origin (RFC 6454).

    "none" (typed address) and "null" (an opaque origin, which privacy settings cause) say nothing either way.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site == "same-origin":
        return Origin.OURS
    if site in {"cross-site", "same-site"}:
        return Origin.FOREIGN
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return Origin.UNKNOWN
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return Origin.OURS if origin in ours else Origin.FOREIGN


def address_of(request: HttpRequest) -> str:
    """Return the network address of the visitor, as seen by the outermost of our own proxies."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    behind = settings.PROXY_COUNT
    return hops[-behind] if 0 < behind <= len(hops) else request.META.get("REMOTE_ADDR", "")
