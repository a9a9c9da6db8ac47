"""`manage.py plugins doctor`"""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.plugin_host import diagnosis

from . import printing

HELP = "Look for what is not as it should be: missing tables, pages and blocks without code, pauses, incidents."


def add_arguments(parser: ArgumentParser) -> None: ...


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    with translation.override("en"):
        found = list(diagnosis.findings())
    problems = [finding for finding in found if finding.is_problem]
    if options["json"]:
        printing.as_json(command, [asdict(finding) for finding in found])
    else:
        for finding in found:
            style = command.style.WARNING if finding.is_problem else command.style.NOTICE
            command.stdout.write(style(f"{finding.slug:<24}") + finding.text)
            if finding.advice:
                command.stdout.write(f"{'':24}{finding.advice}")
        if not found:
            command.stdout.write(command.style.SUCCESS("All is well."))
    if problems:
        raise CommandError(f"To be looked at: {len(problems)}")
