"""`manage.py plugins vet`"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from . import printing

HELP = "Look at every plugin again, whatever was found before, and keep the verdicts: at an image's build, or to retry."


def add_arguments(parser: ArgumentParser) -> None: ...


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """What this process has loaded stays as it is; the next one loads what is fit."""
    verdicts = printing.by_slug(settings.PLUGINS_START.vetted(afresh=True))
    if options["json"]:
        printing.as_json(command, [printing.facts(verdict) for verdict in verdicts])
    else:
        for verdict in verdicts:
            printing.line(command, verdict)
    printing.insist_on_fit(verdicts)
