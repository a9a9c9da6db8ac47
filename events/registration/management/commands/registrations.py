"""`manage.py registrations reconcile`: look whether all that must hold about registrations holds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from events.registration import services


class Command(BaseCommand):
    help = "Look whether all that must hold about registrations holds; nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["reconcile"])
        parser.add_argument("--event", type=int, help="only the event with this number")

    def handle(self, *args: Any, **options: Any) -> None:
        found = services.reconcile(now=timezone.now(), event=options["event"])
        for violation in found:
            self.stdout.write(f"{violation.name} {violation.where}: {violation.says}")
        if found:
            raise CommandError(f"{len(found)} things do not hold")
        self.stdout.write("All holds.")
