import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.mail.returns import evidence


class Command(BaseCommand):
    help = (
        "Settle mails of which nobody knows whether they arrived, by the mail server's log (Postfix, Exim, Sendmail). "
        "What the log tells of mails that came back is noted too. Doing it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--log", required=True, metavar="FILE", help="the log, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        said = self._read(options["log"])
        for what in (evidence.ARRIVED, evidence.CAME_BACK, evidence.KNOWN, evidence.OTHERS):
            self.stdout.write(f"{what}: {said[what]}")

    def _read(self, name: str) -> Counter[str]:
        if name == "-":
            return evidence.settle_from_log(lines=sys.stdin, now=timezone.now())
        try:
            with open(name, encoding="utf-8", errors="replace") as lines:
                return evidence.settle_from_log(lines=lines, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}") from error
