from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.backups import services
from cms.backups.exceptions import BackupError


class Command(BaseCommand):
    help = "Put a backup back. Stop web, worker and beat first."
    # The tables may not be there yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--verify", action="store_true", help="only look whether the backup is whole and readable")
        parser.add_argument("--replace", action="store_true", help="what the database holds may go; it is saved first")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["backup"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        try:
            if options["verify"]:
                manifest, done = services.verify(path), "is whole"
            else:
                manifest = services.restore(path, replace=options["replace"], now=timezone.now(), say=self.stdout.write)
                done = "is restored"
        except BackupError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"The backup of {manifest.made_at} {done}: {services.summary(manifest)}")
