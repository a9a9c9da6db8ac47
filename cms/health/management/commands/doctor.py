import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from cms.health import services
from cms.health.findings import Finding, Level

MARKS = {Level.GOOD: "  ok  ", Level.WARNING: "  !   ", Level.TROUBLE: "  !!  "}


class Command(BaseCommand):
    help = "Say in plain words how the site is, and what to do. Ends with 1 when something does not work."
    # What these would complain of is what this command is asked about.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        language = "ja" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("ja") else "en"
        with translation.override(language):
            found = services.examine(now=timezone.now())
            if options["json"]:
                self.stdout.write(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
            else:
                for finding in found:
                    self._say(finding)
        if services.worst(found) is Level.TROUBLE:
            raise SystemExit(1)

    def _say(self, finding: Finding) -> None:
        self.stdout.write(f"{MARKS[finding.level]}{finding.part}: {finding.said}")
        if finding.remedy:
            self.stdout.write(f"        {finding.remedy}")
