"""`manage.py plugins show SLUG`"""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from cms.plugin_api import Plugin
from cms.plugin_host.boot import Verdict

from . import printing

HELP = "All that is known about one plugin: its manifest, what it adds, why it is not loaded, the traceback."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("slug")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    found = printing.of_slug(settings.PLUGINS.verdicts, options["slug"])
    if options["json"]:
        printing.as_json(command, [_facts(verdict) for verdict in found])
        return
    for verdict in found:
        printing.line(command, verdict)
        _print(command, verdict)


def _facts(verdict: Verdict) -> dict[str, Any]:
    manifest = asdict(verdict.manifest) if verdict.manifest else {}
    manifest["provides"] = sorted(manifest.get("provides", ()))
    adds = [{"kind": kind, "name": name} for kind, name in contributed(verdict)]
    return printing.facts(verdict) | {"traceback": verdict.traceback, "manifest": manifest, "adds": adds}


def contributed(verdict: Verdict) -> list[tuple[str, str]]:
    """Return kind and name of everything that a loaded plugin adds."""
    config = apps.app_configs.get(verdict.slug) if verdict.loaded else None
    return [(each.kind, each.identity) for each in config.contribute()] if isinstance(config, Plugin) else []


def _print(command: BaseCommand, verdict: Verdict) -> None:
    if manifest := verdict.manifest:
        rows = {
            "summary": manifest.summary.get("en", ""),
            "package": f"{manifest.package} ({manifest.path})",
            "plugin API": manifest.api,
            "requires": ", ".join(f"{name} {wanted}" for name, wanted in manifest.requires.items()),
            "needs": ", ".join(f"{slug} {wanted}" for slug, wanted in manifest.needs.items()),
            "further apps": ", ".join(manifest.apps),
            "personal data": "yes" if manifest.personal_data else "no",
            "at a new site": "on" if manifest.default else "off",
        }
        for name, value in rows.items():
            if value:
                command.stdout.write(f"{'':14}{name + ':':<16}{value}")
    for kind, name in contributed(verdict):
        command.stdout.write(f"{'':14}{'adds:':<16}{kind} {name}")
    if verdict.traceback:
        command.stdout.write(f"\n{verdict.traceback}")
