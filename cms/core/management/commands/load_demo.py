from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.core import demo


class Command(BaseCommand):
    help = "Load the demo centre. What exists is left alone, so a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="The day that relative dates count from.")

    def handle(self, *args: Any, **options: Any) -> None:
        demo.load(today=options["today"] or timezone.localdate(), say=self.stdout.write)
        self.stdout.write(self.style.SUCCESS("Demo content is there."))
