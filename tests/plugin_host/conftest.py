"""Plugins made of a few lines, loaded into this process for one test."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from django.apps import apps
from wagtail.models import Page, Site

from cms.plugin_api import Contribution, Plugin, Registry
from cms.plugin_host import states
from cms.plugin_host.boot import Boot, Manifest, Status, Verdict

Load = Callable[..., type[Plugin]]


@pytest.fixture
def load(settings) -> Iterator[Load]:
    """Load a plugin: `load("slug", contributions, needs=…, default=…, on_disable=…)`; returns its class."""
    before = settings.PLUGINS
    labels: list[str] = []

    def make(slug: str, contributions: list[Contribution] | None = None, /, **more: object) -> type[Plugin]:
        facts = {name: more.pop(name) for name in ("needs", "default", "personal_data") if name in more}
        body = {"contribute": lambda self: contributions or [], "name": slug, "label": slug} | more
        config = type("Config", (Plugin,), body)
        module = ModuleType(slug)
        module.__path__ = ["/nowhere"]  # type: ignore[attr-defined]
        app = apps.app_configs[slug] = config(slug, module)
        app.apps, app.models = apps, {}
        labels.append(slug)
        names = {"ja": f"{slug}の名前", "en": slug.title()}
        manifest = Manifest(slug, "1.0", "1.0", names, names, package=slug, **facts)
        verdicts = (*settings.PLUGINS.verdicts, Verdict(slug, Status.LOADED, manifest=manifest))
        settings.PLUGINS = Boot(settings.PLUGINS.apps, verdicts)
        Registry.forget()
        states.forget_readiness()
        return config

    yield make
    for label in labels:
        apps.app_configs.pop(label)
    settings.PLUGINS = before
    Registry.forget()
    states.forget_readiness()


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def second_site(db: None) -> Site:
    root = Page.objects.get(depth=1)
    return Site.objects.create(hostname="second.example", root_page=root, site_name="二つめ")
