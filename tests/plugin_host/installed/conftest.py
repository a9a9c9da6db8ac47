"""Tests of a site with a real plugin in it: `tests/plugins/complete`, which only a process of its own can load.

`tests/plugin_host/test_installed.py` runs them; to run them by hand: CMS_PLUGINS_PATH=tests/plugins/complete pytest …
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_host import services, states
from tests.factories.home import home_page

SLUG = "toolbox"
IS_INSTALLED = "plugins/complete" in os.environ.get("CMS_PLUGINS_PATH", "")
collect_ignore = [] if IS_INSTALLED else [str(path) for path in Path(__file__).parent.glob("test_*.py")]


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def other_site(db: None) -> Site:
    """A second centre in the same installation, at another host, with a tree of its own."""
    root = home_page().get_parent()
    other = root.add_child(
        instance=type(home_page())(title="となりのセンター", slug="neighbour", locale=home_page().locale)
    )
    return Site.objects.create(hostname="neighbour.example", root_page=other, site_name="となり")


@pytest.fixture(autouse=True)
def hosts(settings) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["*"]
    Site.clear_site_root_paths_cache()
    states.forget_readiness()
    yield
    Site.clear_site_root_paths_cache()


@pytest.fixture
def off(site: Site) -> None:
    """The plugin is off at the default site."""
    services.disable(slug=SLUG, site=site, now=timezone.now())
