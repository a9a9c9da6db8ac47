"""Make a backup, look whether one is fit, put one back."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from . import archive, media, postgres, sqlite, tables
from .exceptions import BackupError, NotFit
from .manifest import Manifest
from .models import Backup

PREFIX = "kakehashi-"


def make(*, into: Path, now: datetime, keep: int = 0, name: str = "") -> tuple[Path, Manifest]:
    """Save database and media in one file of the folder `into` and read it again; return its path and contents.

    keep: how many backups the folder keeps; older ones of ours are removed after this one has been found fit. 0: all.
    name: of the file without its ending; by itself the moment in UTC. Raises BackupError when it cannot be made.
    """
    if not connection.introspection.table_names():
        raise BackupError("the database is empty: there is nothing to save")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = into / f"{name or f'{PREFIX}{now:%Y%m%d-%H%M%S}'}{archive.SUFFIX}"
    if path.exists():
        raise BackupError(f"{path} is there already")
    with _scratch(into) as scratch:
        file, rows = _vendor().dump(connection, scratch)
        files = media.folder_of_all(scratch)
        manifest = Manifest(
            made_at=now.isoformat(),
            vendor=connection.vendor,
            database=file,
            migrations=tables.migrations(connection),
            rows=rows,
            absent=sorted(name for name in media.files_named() if not (files / name).exists()),
        )
        archive.write(path, manifest=manifest, database=scratch / file, media=files)
    try:
        verify(path)
    except NotFit:
        path.unlink()
        raise
    with transaction.atomic():
        Backup.objects.create(made_at=now, name=path.name, size=path.stat().st_size, rows=sum(rows.values()))
    if keep:
        for old in sorted(into.glob(f"{PREFIX}*{archive.SUFFIX}"))[:-keep]:
            old.unlink()
    return path, manifest


def verify(path: Path) -> Manifest:
    """Return what a backup holds, after looking at every file, every table's rows and every file that rows name.

    Raises NotFit when it does not hold what it says.
    """
    with _scratch(path.parent) as scratch:
        manifest = archive.unpack(path, scratch)
        if manifest.vendor != connection.vendor:
            raise BackupError(f"this is a backup of {manifest.vendor}: look at it where the site runs on that")
        rows = _vendor().verify(connection, scratch / manifest.database)
        if different := tables.differences(manifest.rows, rows):
            raise NotFit(f"rows that were saved and rows that are in the backup: {'; '.join(different)}")
    return manifest


def summary(manifest: Manifest) -> str:
    """Return in a few words how much a backup holds."""
    files = len(manifest.files) - 1
    return f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables and {files:,} media files"


def restore(path: Path, *, replace: bool, now: datetime, say: Callable[[str], object] = print) -> Manifest:
    """Put a backup in the place of what is there, bring it up to this release, and count again.

    replace: what is there may go; it is saved beside the backup first. Raises BackupError, with nothing changed, when
    something is there and may not go, or the backup does not fit.
    """
    with _scratch(path.parent) as scratch:
        manifest = archive.unpack(path, scratch)
        _fits(manifest)
        if tables.hold_a_site(connection):
            if not replace:
                raise BackupError("this database holds a site already; --replace puts the backup in its place")
            saved, _ = make(into=path.parent, now=now, name=f"before-restore-{now:%Y%m%d-%H%M%S}")
            say(f"what was there is kept in {saved.name}")
        _vendor().restore(connection, scratch / manifest.database)
        media.put_back(scratch / archive.MEDIA)
        if different := tables.differences(manifest.rows, tables.count(connection, list(manifest.rows))):
            raise BackupError(f"not all rows came back: {'; '.join(different)}")
    call_command("migrate", interactive=False, verbosity=0)
    return manifest


def _fits(manifest: Manifest) -> None:
    """Raise NotFit when the backup is of another kind of database, or of a release newer than this one."""
    if manifest.vendor != connection.vendor:
        raise NotFit(
            f"this is a backup of {manifest.vendor} and the site runs on {connection.vendor}: restore it into a"
            f" {manifest.vendor} database, then `manage.py move_database` carries every row over"
        )
    known = MigrationLoader(None).disk_migrations
    here = {app for app, _ in known}
    if newer := [f"{app}.{name}" for app, name in manifest.migrations if app in here and not _knows(known, app, name)]:
        raise NotFit(f"this backup was made by a newer release of Kakehashi, which knows {', '.join(newer[:3])}")


def _knows(known: dict[tuple[str, str], Migration], app: str, name: str) -> bool:
    replaced = {old for migration in known.values() for old in migration.replaces}
    return (app, name) in known or (app, name) in replaced


def _vendor() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A folder of our own on the same disk, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".kakehashi-", dir=beside) as folder:
        yield Path(folder)
