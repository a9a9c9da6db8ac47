import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from cms.mail.models import ReturnSource
from cms.mail.returns.intake import Taken, take, tell_how_it_went

# sysexits.h: the mail server keeps the mail and hands it over again later.
EX_TEMPFAIL = 75
MOST_BYTES = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Take one returned mail from standard input, as a mail server's pipe hands it over. What is no report of a "
        "mail of ours is dropped. Ends with 75 while the database is away, so that the server hands it over again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="the address it was delivered to; Postfix: ${original_recipient}")

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read(MOST_BYTES)
        envelope_to = options["to"] or os.environ.get("ORIGINAL_RECIPIENT", "")
        now = timezone.now()
        try:
            taken = take(content=content, source=ReturnSource.PIPE, envelope_to=envelope_to, now=now)
            noted = taken is Taken.NOTED
            tell_how_it_went(ReturnSource.PIPE, noted=noted, left=taken in {Taken.NO_REPORT, Taken.NOT_OURS}, now=now)
        except (DatabaseError, InterfaceError) as error:
            self.stderr.write(f"the database is away ({type(error).__name__})")
            sys.exit(EX_TEMPFAIL)
        self.stdout.write(taken.value)
