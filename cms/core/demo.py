"""Load the demo centre: every app's and plugin's own demo, once."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from wagtail.models import Site

from cms.plugin_api import Demo, DemoContext, Registry


class NoHomePage(Exception):
    """The first demo loader did not make the site's home page."""


def load(*, today: date, say: Callable[[str], None]) -> int:
    """Run all `Demo` contributions in one transaction; return how many ran. Loaders leave what exists alone."""
    demos = Registry.of(Demo)
    with transaction.atomic():
        for demo in demos:
            site = Site.objects.select_related("root_page").get(is_default_site=True)
            say(f"{demo.plugin}: {demo.key}")
            demo.load(DemoContext(site=site, home=site.root_page.specific, today=today, say=say))
    return len(demos)
