"""The site's media for a backup, wherever they are kept: on this machine's disk, or in a bucket."""

import shutil
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import DEFAULT_STORAGE_ALIAS, settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import models


def files_named(alias: str = "default") -> set[str]:
    """Return the names of all media files that rows of a database point to."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.using(alias).exclude(**{field.attname: ""})
                names.update(rows.values_list(field.attname, flat=True))
    return names - {None}


def folder_of_all(scratch: Path) -> Path:
    """Return a folder that holds the media; what is in a bucket is fetched into `scratch` first.

    From a bucket come the files that rows name: it may hold others that are none of ours.
    """
    if on_this_machine():
        return Path(settings.MEDIA_ROOT)
    folder = scratch / "fetched"
    folder.mkdir()
    for name in sorted(files_named()):
        if not _is_within(name) or not default_storage.exists(name):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as kept, target.open("wb") as fetched:
            shutil.copyfileobj(kept, fetched)
    return folder


def put_back(restored: Path) -> None:
    """Let the restored media be those of the site.

    On this machine they take the place of what is there, which is moved away only when all is in place. In a bucket
    each takes the place of its like, and what else is there stays: no row names it.
    """
    if on_this_machine():
        _exchange(Path(settings.MEDIA_ROOT), restored)
        return
    for file in sorted(restored.rglob("*")) if restored.exists() else []:
        if file.is_file():
            name = file.relative_to(restored).as_posix()
            default_storage.delete(name)
            with file.open("rb") as contents:
                default_storage.save(name, File(contents))


def on_this_machine() -> bool:
    return isinstance(storages[DEFAULT_STORAGE_ALIAS], FileSystemStorage)


def _is_within(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _exchange(media: Path, restored: Path) -> None:
    media.parent.mkdir(parents=True, exist_ok=True)
    arriving, leaving = media.with_name(media.name + ".arriving"), media.with_name(media.name + ".leaving")
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.rmtree(leaving, ignore_errors=True)
    if restored.exists():
        shutil.copytree(restored, arriving)
    else:
        arriving.mkdir()
    # An archive knows no empty folders, and a web server that gives out pictures does not start without theirs.
    for folder in media.rglob("*"):
        if folder.is_dir():
            (arriving / folder.relative_to(media)).mkdir(parents=True, exist_ok=True)
    if media.exists():
        media.rename(leaving)
    arriving.rename(media)
    shutil.rmtree(leaving, ignore_errors=True)
