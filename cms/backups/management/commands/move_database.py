from argparse import ArgumentParser
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms.backups import move
from cms.backups.exceptions import BackupError


class Command(BaseCommand):
    help = "Carry every row into an empty database, as from SQLite to PostgreSQL. Stop web, worker and beat first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="URL", help="as DATABASE_URL, of an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            settings = dj_database_url.parse(options["to"])
        except ValueError as wrong:
            raise CommandError(f"--to is no address of a database: {wrong}") from wrong
        here = connection.settings_dict
        if all(settings.get(key) == here.get(key) for key in ("NAME", "HOST", "PORT")):
            raise CommandError("--to is the database that the site runs on")
        try:
            rows = move.move(url=options["to"], say=self.stdout.write)
        except BackupError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{sum(rows.values()):,} rows of {len(rows)} tables are there, and are what is here.")
        self.stdout.write("Now set DATABASE_URL, run manage.py update_index, and start the site.")
