"""Media on the disk of this machine: a file is there whole, or not at all."""

import os
import shutil
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.files.storage import FileSystemStorage

# Left for what is made of a file besides: its row, a small picture.
SPARE = 1024 * 1024  # bytes


class Disk(FileSystemStorage):
    """Django's storage, which writes aside and moves what is complete: a full disk leaves no half of a picture."""

    def has_room(self, size: int) -> bool:
        """Whether so many bytes fit at this moment."""
        folder = Path(self.location)
        while not folder.exists():  # it is made with its first file
            folder = folder.parent
        return shutil.disk_usage(folder).free >= size + SPARE

    def _save(self, name: str, content: Any) -> str:
        """Raises OSError where there is no room; then nothing of it is left."""
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{token_hex(8)}.part"
        try:
            with aside.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            name = self._reserved(name)
            target = self.path(name)
            os.replace(aside, target)
        finally:
            aside.unlink(missing_ok=True)
        if self.file_permissions_mode is not None:
            os.chmod(target, self.file_permissions_mode)
        self._ensure_location_group_id(target)  # type: ignore[attr-defined]
        return name.replace("\\", "/")

    def _reserved(self, name: str) -> str:
        """Return this name, or one like it that nobody has: two who save at once have a file each."""
        while True:
            try:
                os.close(os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
