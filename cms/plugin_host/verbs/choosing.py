"""The arguments that verbs share: which plugin, at which sites."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from wagtail.models import Site

from cms.plugin_host import installed


def add_slug(parser: ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="of a loaded plugin")


def add_site(parser: ArgumentParser) -> None:
    parser.add_argument("--site", metavar="SITE", help="hostname (with :port) or number; all sites where none is named")


def slug(options: dict[str, Any]) -> str:
    """Return the slug asked for; CommandError when no such plugin is loaded."""
    chosen = str(options["slug"])
    if not installed.is_plugin(chosen):
        known = ", ".join(installed.manifests()) or "none"
        raise CommandError(f"No plugin {chosen} is loaded. Loaded are: {known}")
    return chosen


def sites(options: dict[str, Any]) -> Sequence[Site]:
    """Return the sites asked for; CommandError with the sites that there are when it is none of them."""
    everything = list(Site.objects.select_related("root_page").order_by("pk"))
    asked = options.get("site")
    if not asked:
        return everything
    found = [site for site in everything if asked in (str(site.pk), site.hostname, f"{site.hostname}:{site.port}")]
    if len(found) != 1:
        known = ", ".join(f"{site.pk} ({site.hostname}:{site.port})" for site in everything)
        raise CommandError(f"{asked} is not one site. There are: {known}")
    return found
