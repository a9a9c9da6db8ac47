"""One plugin: do its doors open, and does it keep the rules?"""

import gettext
import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po
from django.apps import AppConfig, apps

from cms.plugin_api import Plugin
from cms.plugin_host.boot import Reason, Status
from cms.plugin_host.boot.children import Finding
from cms.plugin_host.boot.manifest import Manifest

from . import declarations
from .failures import Broken, place_in, worded

# Beside apps and models, which Django has imported by now. Who imports them: admin is Django's admin, wagtail_hooks
# Wagtail, templatetags every template, migrations `migrate`, tasks the worker, urls the first request.
DOORS = ("admin", "wagtail_hooks", "templatetags", "migrations", "tasks", "urls")
PACKAGES = {"templatetags", "migrations"}
METHODS = ("on_enable", "on_disable", "health", "data", "export")


def doors(plugin: Manifest) -> Finding | None:
    """Import everything that the site would import sooner or later; return the first failure, or None."""
    try:
        for name in _modules(plugin):
            try:
                importlib.import_module(name)
            except BaseException as error:
                raise Broken("door", {"module": name}, error) from error
        if faults := list(_catalogues(plugin)):
            return Finding(Status.BROKEN, tuple(faults))
    except Broken as broken:
        return broken.finding
    return None


def rules(plugin: Manifest) -> Finding | None:
    """Hold what the plugin says of itself against the rules; return everything that is wrong, or None."""
    config = config_of(plugin)
    if not isinstance(config, Plugin):
        return Finding(Status.REJECTED, (Reason("not_plugin"),))
    if config.label != plugin.slug:
        reason = Reason("wrong_label", {"label": config.label, "slug": plugin.slug})
        return Finding(Status.REJECTED, (reason,))
    try:
        reasons = (*_methods(plugin, config), *declarations.faults(plugin, config))
    except Broken as broken:
        return broken.finding
    return Finding(Status.REJECTED, reasons) if reasons else None


def config_of(plugin: Manifest) -> AppConfig | None:
    """Return the plugin's app: the one whose package is the plugin's."""
    return next((config for config in apps.get_app_configs() if config.name == plugin.package), None)


def _modules(plugin: Manifest) -> Iterator[str]:
    for door in DOORS:
        name = f"{plugin.package}.{door}"
        if _find(name) is None:
            continue
        yield name
        if door in PACKAGES:
            folder = plugin.path / door
            yield from (f"{name}.{module.name}" for module in pkgutil.iter_modules([str(folder)]))


def _find(name: str) -> object:
    try:
        return importlib.util.find_spec(name)
    except BaseException as error:
        raise Broken("door", {"module": name.rpartition(".")[0]}, error) from error


def _catalogues(plugin: Manifest) -> Iterator[Reason]:
    """A catalogue that cannot be read would fail whoever asks for a page in its language."""
    for file in sorted(plugin.path.glob("locale/*/LC_MESSAGES/*.[pm]o")):
        try:
            with file.open("rb") as source:
                if file.suffix == ".po":
                    read_po(source, abort_invalid=True)
                else:
                    gettext.GNUTranslations(source)
        except (OSError, ValueError, PoFileError) as error:
            name = str(file.relative_to(plugin.path))
            yield Reason("catalogue", {"file": name, "error": worded(error)})


def _methods(plugin: Manifest, config: Plugin) -> Iterator[Reason]:
    for name in METHODS:
        method = getattr(config, name, None)
        if method is None:
            continue
        try:
            inspect.signature(method).bind("site")
        except TypeError:
            code = getattr(method, "__code__", None)
            place = place_in(code.co_filename, code.co_firstlineno, Path(plugin.path)) if code else "apps.py"
            params = {"place": place, "field": name, "call": f"{name}(site)", "function": method.__qualname__}
            yield Reason("signature", params)
