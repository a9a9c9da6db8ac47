"""The plugin under test, as fixtures of the contract's classes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.models import Site

from cms.core.demo import at_once
from cms.plugin_api import Contribution, Demo, DemoContext, Plugin, Registry, Urls
from cms.plugin_api.contributions import KINDS
from cms.plugin_host import guard, installed, services, states
from cms.plugin_host.boot import Manifest, Verdict

MOMENT = datetime(2026, 4, 1, 3, tzinfo=UTC)


class Subject:
    """What the tests ask about."""

    slug: ClassVar[str] = ""
    most_home_queries: ClassVar[int] = 6

    @pytest.fixture
    def verdict(self) -> Verdict:
        found = settings.PLUGINS.of(self.slug)
        assert found is not None, f"there is no plugin {self.slug!r}; is CMS_PLUGINS_PATH set?"
        return found

    @pytest.fixture
    def manifest(self, verdict: Verdict) -> Manifest:
        assert verdict.manifest is not None, verdict.reasons
        return verdict.manifest

    @pytest.fixture
    def config(self) -> Plugin:
        config = apps.get_app_config(self.slug)
        assert isinstance(config, Plugin)
        return config

    @pytest.fixture
    def site(self, db: None) -> Site:
        return Site.objects.get(is_default_site=True)

    @pytest.fixture
    def on(self, site: Site) -> Site:
        """The default site, with the plugin and those that it needs on."""
        for slug in (*installed.needs(self.slug), self.slug):
            if not states.is_on(slug, site):
                services.enable(slug=slug, site=site, now=timezone.now())
        return site

    @pytest.fixture
    def off(self, on: Site) -> Site:
        """The default site, with the plugin off again."""
        self.switch_off(on)
        return on

    def switch_off(self, site: Site) -> None:
        for slug in (*installed.needed_by(self.slug), self.slug):
            services.disable(slug=slug, site=site, now=timezone.now())

    def contributed(self, kind: type[Contribution]) -> list[Contribution]:
        """Return what the plugin contributes of a kind, on or off."""
        return [each for each in Registry.loaded(kind) if each.plugin == self.slug]

    def everything(self, site: Any = None, *, running: bool = False) -> list[Contribution]:
        """Return everything that it contributes; running: only what is on at the site."""
        with states.reading_once():
            found = [
                each
                for kind in KINDS.values()
                for each in (Registry.of(kind, site) if running else Registry.loaded(kind))
            ]
        return [each for each in found if each.plugin == self.slug]

    def models(self) -> list[type[models.Model]]:
        """Return the models of the plugin's own app."""
        return list(apps.get_app_config(self.slug).get_models())

    def fill(self, site: Site) -> None:
        """Load the plugin's demo as it is loaded into a site, so that there is something to look at."""
        for demo in self.contributed(Demo):
            context = DemoContext(site=site, home=site.root_page.specific, today=MOMENT.date(), say=lambda text: None)
            with at_once():
                assert guard.call(demo, self._loaded, demo, context, fallback=False, site=site), "the demo failed"

    @staticmethod
    def _loaded(demo: Any, context: DemoContext) -> bool:
        demo.load(context)
        return True

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row of the plugin's tables, to be compared."""
        return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in self.models()}

    def names_without_arguments(self, scope: str) -> Iterable[str]:
        """Yield the full names of the plugin's addresses that need no argument."""
        namespace = "plugins" if scope == "public" else "plugins_admin"
        for urls in self.contributed(Urls):
            if isinstance(urls, Urls) and urls.scope == scope:
                for pattern in get_resolver(urls.module).url_patterns:
                    if isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.regex.groups:
                        yield f"{namespace}:{self.slug}:{pattern.name}"
