"""Bring the database up to date and fill an empty one with the demo centre."""

import argparse
import os
import time

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cms.planner_statistics import refresh_after_work

from .console import report


def migrate() -> None:
    """Apply what is missing, and say how much that was."""
    started = time.monotonic()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        report("database", f"{connection.vendor}, up to date")
        return
    if connection.vendor == "sqlite" and not executor.loader.applied_migrations:
        # Nobody's data yet: what a power failure would spoil is made again. Holds for this process alone.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    report("database", f"{connection.vendor}, applying {len(plan)} migrations …")
    call_command("migrate", interactive=False, verbosity=0)
    report("database", f"ready ({time.monotonic() - started:.1f} s)")


def has_content() -> bool:
    """Say whether pages stand below the root other than the ones Wagtail's own migrations make.

    The demo is loaded in one transaction, so there is all of it or nothing; and what people made is never touched.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM wagtailcore_page WHERE depth > 2")
        return bool(cursor.fetchone()[0])


def load_demo() -> None:
    if has_content():
        report("demo", "kept: the database has content")
        return
    report("demo", "loading the demo centre …")
    started = time.monotonic()
    with transaction.atomic():
        call_command("load_demo")
    refresh_after_work()
    report("demo", f"loaded ({time.monotonic() - started:.1f} s)")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m cms.stack.prepare", description=__doc__)
    parser.add_argument("--without-demo", action="store_true", help="migrate only")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    migrate()
    if not options.without_demo:
        load_demo()


if __name__ == "__main__":
    main()
