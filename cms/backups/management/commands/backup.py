from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.backups import services
from cms.backups.exceptions import BackupError


class Command(BaseCommand):
    help = "Save database and media in one file, while the site runs, and read it again. It holds personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, default=Path(settings.CMS_BACKUP_DIR), help="folder for the file")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="remove all but the N newest")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path, manifest = services.make(into=options["into"], now=timezone.now(), keep=options["keep"])
        except BackupError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes, {services.summary(manifest)}")
        if manifest.absent:
            self.stderr.write(f"Not in it, since they were gone before: {', '.join(manifest.absent[:5])}")
