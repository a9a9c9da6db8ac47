"""The sites of this installation, their names and home pages, remembered as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from . import generations, landmarks
from .memory import SHELL
from .statements import Statement


@dataclass(frozen=True)
class Sites:
    """All sites with their settings, the home page of each in each language, as Wagtail orders them, and landmarks."""

    sites: Sequence[Site]
    root_paths: Sequence[SiteRootPath]
    pages: Sequence[Page]

    def at(self, hostname: str, port: int) -> Site | None:
        """Return the site that answers to a host, by Wagtail's rule (`Site.find_for_request`)."""
        default = next((site for site in self.sites if site.is_default_site), None)
        named = [site for site in self.sites if site.hostname == hostname]
        exact = next((site for site in named if site.port == port), None)
        if exact or default in named:
            return exact or default
        return named[0] if len(named) == 1 else default


def known() -> Sites:
    """Return the sites. Two queries where they are not remembered."""
    return SHELL.get("sites", _look_up)


def root_paths() -> Sequence[SiteRootPath]:
    """Return where the home pages are; where nothing is remembered, as Wagtail's own cache has it."""
    return known().root_paths if generations.current() else Site.get_site_root_paths()


_SITES = Statement(
    lambda: Site.objects.select_related("root_page__locale", "centre", "sitelanguages", "appearance__logo").order_by(
        # Wagtail leaves the order of one host's ports open; with the port, every process names the same one first.
        "-root_page__url_path",
        "-is_default_site",
        "hostname",
        "port",
    )
)


def _look_up() -> Sites:
    sites = list(_SITES())
    pages = list(landmarks.rows())
    for page in pages:
        page.found_translations = [other for other in pages if other.translation_key == page.translation_key]
    return Sites(
        sites,
        [
            SiteRootPath(site.pk, home.url_path, site.root_url, home.locale.language_code)
            for site in sites
            for home in pages
            if home.translation_key == site.root_page.translation_key
        ],
        pages,
    )


def introduce(request: HttpRequest) -> None:
    """Tell the request its site and where the home pages are: Wagtail asks the request before it asks the database."""
    sites = known()
    hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    request._wagtail_site = sites.at(hostname, int(request.get_port()))  # type: ignore[attr-defined]
    request._wagtail_cached_site_root_paths = sites.root_paths  # type: ignore[attr-defined]
