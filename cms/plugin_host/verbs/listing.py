"""`manage.py plugins list`"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from . import printing

HELP = "Every plugin that is here, and what became of it."


def add_arguments(parser: ArgumentParser) -> None: ...


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    verdicts = printing.by_slug(settings.PLUGINS.verdicts)
    if options["json"]:
        printing.as_json(command, [printing.facts(verdict) for verdict in verdicts])
        return
    for verdict in verdicts:
        printing.line(command, verdict)
    if not verdicts:
        command.stdout.write("There are no plugins. `python manage.py startplugin NAME` writes one.")
