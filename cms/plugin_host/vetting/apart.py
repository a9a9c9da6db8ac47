"""Each plugin alone, with what it needs, in a fork of a process that has started the site without plugins.

A fork has everything of core imported, so a look costs a fraction of a start; what dies there has harmed nobody.
"""

import faulthandler
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import django
from django.apps import AppConfig, apps
from django.conf import settings

from cms.plugin_api import Registry
from cms.plugin_host.boot import Status, children
from cms.plugin_host.boot.children import Finding, finding_from_json, finding_to_json
from cms.plugin_host.boot.manifest import Manifest

from . import declarations, examination, site_wide
from .failures import Broken, finding_of


def look(seconds: float) -> Mapping[str, Finding]:
    """Return what is to say about each plugin, in the order in which they are to be loaded."""
    declarations.remember_places()
    django.setup()
    known = site_wide.examine((), strictly=False)
    plugins: Sequence[Manifest] = settings.PLUGINS.loaded
    by_slug = {plugin.slug: plugin for plugin in plugins}
    findings: dict[str, Finding] = {}
    for plugin in plugins:
        before = _needed(plugin, by_slug)
        # A plugin whose needs are not fit is settled by the parent, which knows who needs whom.
        if all(findings[other.package].status is Status.LOADED for other in before):
            findings[plugin.package] = _in_a_fork(plugin, before, known, seconds)
        else:
            findings[plugin.package] = Finding()
    return findings


def _needed(plugin: Manifest, by_slug: Mapping[str, Manifest]) -> list[Manifest]:
    """Return the plugins that this one needs, and those that they need, in the order of loading."""
    wanted, open_ = set(), list(plugin.needs)
    while open_:
        slug = open_.pop()
        if slug not in wanted and slug in by_slug:
            wanted.add(slug)
            open_ += by_slug[slug].needs
    return [other for slug, other in by_slug.items() if slug in wanted]


def _in_a_fork(plugin: Manifest, before: Sequence[Manifest], known: site_wide.Found, seconds: float) -> Finding:
    with tempfile.TemporaryDirectory(prefix="kakehashi-vetting-") as scratch:
        result, said = Path(scratch, "result.json"), Path(scratch, "said.txt")
        child = os.fork()
        if child == 0:
            _in_the_child(plugin, before, known, seconds, result, said)
        ended = _wait(child, seconds + 2)
        try:
            return finding_from_json(json.loads(result.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            errors = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
            return children.crash(ended, errors, [plugin.path, *(other.path for other in before)], seconds)


def _in_the_child(
    plugin: Manifest,
    before: Sequence[Manifest],
    known: site_wide.Found,
    seconds: float,
    result: Path,
    said: Path,
) -> None:
    """Look, write down what was found, and end: this process must not return into its parent's work."""
    try:
        os.setsid()
        sink = os.open(said, os.O_WRONLY | os.O_CREAT)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        faulthandler.enable(file=2, all_threads=False)
        faulthandler.dump_traceback_later(seconds, exit=True, file=2)
        try:
            finding = _look(plugin, before, known)
        except Broken as broken:
            finding = broken.finding
        except BaseException as error:  # SystemExit among them
            finding = finding_of(error, step=plugin.package)
        part = result.with_suffix(".part")
        part.write_text(json.dumps(finding_to_json(finding)), encoding="utf-8")
        os.replace(part, result)
        sys.stdout.flush()
    finally:
        os._exit(0)


def _look(plugin: Manifest, before: Sequence[Manifest], known: site_wide.Found) -> Finding:
    for other in (*before, plugin):
        add_apps([*other.apps, other.package])
    if fault := examination.doors(plugin) or examination.rules(plugin):
        return fault
    found = site_wide.examine([*before, plugin], known=known)
    return found.of(plugin) or Finding()


def add_apps(entries: Iterable[str]) -> None:
    """Add apps to a site that has started, step by step as Django does it in `apps.populate()`.

    While the modules of one step are imported, the next one's are not there yet, as in a real start.
    """
    installed = {config.name for config in apps.get_app_configs()}
    added = []
    apps.apps_ready = apps.models_ready = apps.ready = False
    for entry in entries:
        if entry in installed:
            continue
        config = _imported(entry)
        taken = apps.app_configs.get(config.label)
        if taken:
            params = {"label": config.label, "owner": taken.name}
            raise Broken("label_taken", params, RuntimeError(entry), status=Status.REJECTED)
        apps.app_configs[config.label] = config
        config.apps = apps
        added.append(config)
    apps.apps_ready = True
    apps.clear_cache()
    for config in added:
        _step("door", {"module": f"{config.name}.models"}, config.import_models)
    apps.clear_cache()
    apps.models_ready = True
    for config in added:
        _step("failed", {"step": f"{config.name}: ready()"}, config.ready)
    apps.ready = True
    Registry.forget()


def _imported(entry: str) -> AppConfig:
    try:
        importlib.import_module(entry)
    except BaseException as error:
        raise Broken("door", {"module": entry}, error) from error
    try:
        return AppConfig.create(entry)
    except BaseException as error:
        raise Broken("door", {"module": f"{entry}.apps"}, error) from error


def _step(key: str, params: dict[str, str], act: Callable[[], object]) -> None:
    try:
        act()
    except BaseException as error:
        raise Broken(key, params, error) from error


def _wait(child: int, limit: float) -> int | None:
    """Wait for a fork; return its exit status, negative for a signal, or None when it had to be ended."""
    end = time.monotonic() + limit
    status: int | None = None
    while time.monotonic() < end:
        done, code = os.waitpid(child, os.WNOHANG)
        if done:
            status = os.waitstatus_to_exitcode(code)
            break
        time.sleep(0.01)
    children.end_group(child)  # also what it has started
    if status is None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return status
