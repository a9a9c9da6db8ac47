"""The file that a backup is: a gzipped tar of the database, the media and what both are said to be."""

import gzip
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import manifest as manifests
from .exceptions import NotFit
from .manifest import Manifest, sums_of

MEDIA = "media"
SUFFIX = ".tar.gz"


def write(path: Path, *, manifest: Manifest, database: Path, media: Path) -> Manifest:
    """Write the archive, readable for its owner alone; return the manifest with the sums of what went in.

    It has its name only when it is whole. A file that vanishes from the media meanwhile is left out.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=5) as packed,
                tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                for name, file in [(manifest.database, database), *_media_files(media)]:
                    _add(tar, name, file, manifest)
                text = manifest.dumps()
                tar.addfile(_header(manifests.NAME, len(text)), io.BytesIO(text))
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def unpack(path: Path, into: Path) -> Manifest:
    """Unpack an archive and hold every file against its sums; return what it says of itself.

    Raises NotFit when it is damaged, incomplete or holds what the manifest does not name.
    """
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            for member in tar:
                _take_out(tar, member, into)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as damaged:
        raise NotFit(f"{path.name} cannot be unpacked: {damaged}") from damaged
    contents = into / manifests.NAME
    if not contents.exists():
        raise NotFit(f"{path.name} is no backup of Kakehashi: it has no {manifests.NAME}")
    manifest = Manifest.loads(contents.read_bytes())
    found = {str(file.relative_to(into)) for file in into.rglob("*") if file.is_file()} - {manifests.NAME}
    if lost := sorted(manifest.files.keys() - found):
        raise NotFit(f"missing in the backup: {', '.join(lost[:5])}")
    if strange := sorted(found - manifest.files.keys()):
        raise NotFit(f"in the backup, but not in its table of contents: {', '.join(strange[:5])}")
    for name, expected in manifest.files.items():
        with (into / name).open("rb") as file:
            if sums_of(file) != tuple(expected):
                raise NotFit(f"{name} is not what was saved: its sum differs")
    return manifest


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """Write one file of an archive below `into`. Raises TarError for what is no file or would lie elsewhere.

    By hand: Python knows filters for this from 3.11.4 on, and Debian 12 has 3.11.2.
    """
    target = (into / member.name).resolve()
    packed = tar.extractfile(member) if member.isreg() else None
    if packed is None or not target.is_relative_to(into.resolve()):
        raise tarfile.TarError(f"{member.name} is no file below its folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)


def _media_files(media: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(media.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{MEDIA}/{file.relative_to(media).as_posix()}", file


def _add(tar: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    with _opened(path) as file:
        if file is None:
            return
        size, digest = sums_of(file)
        file.seek(0)
        tar.addfile(_header(name, size), file)
        manifest.files[name] = (size, digest)


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader | None]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header
