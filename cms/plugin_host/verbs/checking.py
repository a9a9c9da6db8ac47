"""`manage.py plugins check`"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.plugin_host import translations
from cms.plugin_host.boot import Verdict

from . import printing

HELP = "For authors: look at plugins again and say all that is wrong with them or should be mended."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="which; all where none is named")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    verdicts = settings.PLUGINS_START.vetted(afresh=True)
    if options["slugs"]:
        verdicts = [verdict for slug in options["slugs"] for verdict in printing.of_slug(verdicts, slug)]
    found = [(verdict, untranslated(verdict)) for verdict in printing.by_slug(verdicts)]
    if options["json"]:
        printing.as_json(command, [printing.facts(verdict) | {"untranslated": texts} for verdict, texts in found])
    else:
        for verdict, texts in found:
            _print(command, verdict, texts)
    printing.insist_on_fit(verdicts)
    if unfinished := [verdict.slug for verdict, texts in found if texts or verdict.notes]:
        raise CommandError(f"To be mended: {', '.join(unfinished)}")


def untranslated(verdict: Verdict) -> list[str]:
    """Return the texts of a plugin that have no Japanese translation."""
    return translations.missing(verdict.manifest.path) if verdict.manifest else []


def _print(command: BaseCommand, verdict: Verdict, texts: list[str]) -> None:
    printing.line(command, verdict)
    for text in texts:
        command.stdout.write(f"{'':14}not in Japanese: {text}")
    if verdict.traceback:
        command.stdout.write(f"\n{verdict.traceback}")
