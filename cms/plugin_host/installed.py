"""Which plugins are loaded in this process, as `cms.plugin_host.boot` found them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language

from cms.plugin_api import Plugin

from .boot import Boot, Manifest, Verdict

_known: tuple[Boot | None, Mapping[str, Manifest]] = (None, {})
_owners: tuple[Boot | None, Mapping[str, str]] = (None, {})


def verdicts() -> tuple[Verdict, ...]:
    """Return what boot decided about every plugin that it found, loaded or not."""
    boot: Boot = settings.PLUGINS
    return boot.verdicts


def manifests() -> Mapping[str, Manifest]:
    """Return the manifests of the loaded plugins by slug, in the order in which they are loaded."""
    global _known
    boot: Boot = settings.PLUGINS
    if _known[0] is not boot:
        _known = (boot, {manifest.slug: manifest for manifest in boot.loaded})
    return _known[1]


def is_plugin(slug: str) -> bool:
    """Whether this is a loaded plugin, which can be switched, and not an app of core."""
    return slug in manifests()


def config(slug: str) -> Plugin | None:
    """Return the app of a loaded plugin."""
    found = apps.app_configs.get(slug)
    return found if isinstance(found, Plugin) else None


def labels(slug: str) -> tuple[str, ...]:
    """Return the labels of the apps that belong to a plugin: its own, and those that its manifest names."""
    manifest = manifests().get(slug)
    further = manifest.apps if manifest else ()
    named = {app.name: label for label, app in apps.app_configs.items()}
    return (slug, *(named[name] for name in further if name in named and named[name] != slug))


def core_labels() -> frozenset[str]:
    """Return the labels of the site's own apps that contribute, which is all that are loaded and no plugin."""
    return frozenset(
        label for label, app in apps.app_configs.items() if isinstance(app, Plugin) and not is_plugin(label)
    )


def owner(app_label: str) -> str | None:
    """Return the slug of the loaded plugin that the app with this label belongs to, or None for core's apps."""
    global _owners
    boot: Boot = settings.PLUGINS
    if _owners[0] is not boot:
        _owners = (boot, {label: slug for slug in manifests() for label in labels(slug)})
    return _owners[1].get(app_label)


def owner_of_module(module: str) -> str | None:
    """Return the slug of the loaded plugin that a Python module ("plugins.minutes.signals") belongs to, or None."""
    for slug, manifest in manifests().items():
        if any(module == package or module.startswith(f"{package}.") for package in (manifest.package, *manifest.apps)):
            return slug
    return None


def module_of(fn: Callable[..., Any]) -> str:
    """Return the name of the module in which a function, a partial of one or the class of an object was written."""
    return getattr(getattr(fn, "func", fn), "__module__", "") or ""


def needs(slug: str) -> tuple[str, ...]:
    """Return the slugs of the plugins that this one needs."""
    manifest = manifests().get(slug)
    return tuple(manifest.needs) if manifest else ()


def needed_by(slug: str) -> tuple[str, ...]:
    """Return the slugs of the loaded plugins that need this one."""
    return tuple(other for other in manifests() if slug in needs(other))


def name_of(slug: str) -> str:
    """Return the plugin's name in the active language; its slug where nothing is known about it."""
    verdict = settings.PLUGINS.of(slug)
    manifest = verdict.manifest if verdict else None
    return in_active_language(manifest.name) or slug if manifest else slug


def names_of(slugs: Iterable[str]) -> list[str]:
    return [name_of(slug) for slug in slugs]


def in_active_language(texts: Mapping[str, str]) -> str:
    """Return the text for the active language, else the Japanese one, else any."""
    code = (get_language() or "ja").split("-")[0]
    return texts.get(code) or texts.get("ja") or next(iter(texts.values()), "")
