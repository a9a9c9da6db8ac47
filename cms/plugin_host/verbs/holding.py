"""`manage.py plugins data SLUG` and `export SLUG`"""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from wagtail.models import Site

from cms.plugin_host import holdings

from . import choosing, printing


class Counting:
    HELP = "How much a plugin holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choosing.add_slug(parser)
        choosing.add_site(parser)

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        slug = choosing.slug(options)
        with translation.override("en"):
            found = {site: holdings.counts(slug, site) for site in choosing.sites(options)}
        if options["json"]:
            rows = [{"site": site.pk, "host": site.hostname, "data": dict(said or [])} for site, said in found.items()]
            printing.as_json(command, {"slug": slug, "sites": rows})
            return
        for site, said in found.items():
            command.stdout.write(f"{site.hostname}:")
            for label, number in said or []:
                command.stdout.write(f"  {number:>8} {label}")
            if not said:
                command.stdout.write("  the plugin cannot say" if said is None else "  nothing")


class Exporting:
    HELP = "Everything that a plugin holds, as JSON. It may hold personal data: look after the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choosing.add_slug(parser)
        choosing.add_site(parser)
        parser.add_argument("--output", metavar="FILE", type=Path, help="write there; only you can read it")

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        text = as_text(choosing.slug(options), choosing.sites(options))
        if options["output"]:
            write_privately(options["output"], text)
            command.stdout.write(f"Written to {options['output']}")
        else:
            command.stdout.write(text)


def as_text(slug: str, sites: Any) -> str:
    """Return what a plugin holds for the sites, as JSON."""
    parts = [{"site": site.pk, "host": site.hostname, "data": holdings.export(slug, site)} for site in _each(sites)]
    return json.dumps({"slug": slug, "sites": parts}, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def _each(sites: Any) -> list[Site]:
    return list(sites)


def write_privately(path: Path, text: str) -> None:
    """Write a new file that only its owner can read; CommandError where it is there already or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


DATA = Counting()
EXPORT = Exporting()
