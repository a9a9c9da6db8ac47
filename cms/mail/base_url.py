"""How links in the mails of a site begin."""

from typing import Any

from django.conf import settings


def base_url(site: Any) -> str:
    """Return scheme and host of a site, without a slash at the end; never taken from a request.

    The default site is where `CMS_BASE_URL` says, so that a proxy's port and scheme are right; other sites are where
    their own host name and port say.
    """
    return str(settings.WAGTAILADMIN_BASE_URL if site.is_default_site else site.root_url).rstrip("/")


def absolute(url: str, *, site: Any) -> str:
    """Return a link for a mail: a path is put behind the site's address, a complete address stays."""
    return f"{base_url(site)}{url}" if url.startswith("/") else url
