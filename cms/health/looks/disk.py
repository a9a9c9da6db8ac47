"""Is there room, and may the site write where it must?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.turns import locks_folder
from cms.health.findings import Finding, Level

PART = pgettext_lazy("health", "Disk")
LITTLE = 2 * 1024**3
NOTHING = 200 * 1024**2


def look(*, now: datetime) -> Iterator[Finding]:
    good = True
    for folder in _folders():
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        free = shutil.disk_usage(existing).free
        if not os.access(existing, os.W_OK):
            good = False
            said = _("The site may not write into %(folder)s.") % {"folder": folder.name}
            remedy = _("Give the folder to the account that the site runs as.")
            yield Finding(f"disk.{folder.name}", Level.TROUBLE, PART, said, remedy)
        elif free < LITTLE:
            good = False
            level = Level.TROUBLE if free < NOTHING else Level.WARNING
            said = _("%(megabytes)d MB are left on the disk of %(folder)s.") % {
                "megabytes": free // 1024**2,
                "folder": folder.name,
            }
            remedy = _("Make room, or move the folder to a larger disk.")
            yield Finding(f"disk.{folder.name}", level, PART, said, remedy)
    if connection.vendor == "sqlite" and _has_others(locks_folder()):
        good = False
        said = _(
            "Part of the folder %(folder)s does not belong to the account that owns the database. Without it, those "
            "who write at the same time do not come in turn."
        ) % {"folder": locks_folder().name}
        remedy = _("Give the folder with all that is in it to the account that the site runs as (chown -R).")
        yield Finding("disk.locks", Level.WARNING, PART, said, remedy)
    if good:
        yield Finding("disk", Level.GOOD, PART, _("There is room, and the site may write."))


def _has_others(folder: Path) -> bool:
    """Whether something of the lines to write belongs to another account, as when root once ran a command.

    Asked of the owner, not whether it can be written: this may be run by root, who may write everywhere.
    """
    if not folder.is_dir():
        return False
    owner = Path(str(connection.settings_dict["NAME"])).stat().st_uid
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):  # the place of somebody who has had her turn
            if path.lstat().st_uid != owner:
                return True
    return False


def _folders() -> list[Path]:
    folders = [Path(settings.MEDIA_ROOT), Path(settings.CMS_MAIL_JOURNAL_DIR), Path(settings.CMS_BACKUP_DIR)]
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).parent)
    return folders
