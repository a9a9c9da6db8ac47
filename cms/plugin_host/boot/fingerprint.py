"""Digest of all that a verdict depends on: when none of it changed, nothing needs to be looked at again.

Contents count, not times: an image that was built elsewhere, or a fresh checkout, keeps its verdicts.
"""

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .manifest import Manifest

READ = {".py", ".toml", ".html", ".po"}
NOT_READ = {"__pycache__", "static", "tests", "node_modules"}
CORE_READ = {".py"}


def of(plugins: Iterable[Manifest], *, core: Iterable[Path], beside: Mapping[str, str]) -> str:
    """Return the digest for vetting these plugins.

    core: the folders of the site's own code. beside: what else a verdict depends on, such as the settings module.
    """
    result = hashlib.sha256()
    for line in (sys.version, platform.machine(), *(f"{key}={value}" for key, value in sorted(beside.items()))):
        result.update(line.encode() + b"\0")
    for name in _distributions():
        result.update(name.encode() + b"\0")
    for folder in core:
        _add(result, folder, CORE_READ)
    for plugin in plugins:
        result.update(f"{plugin.package}:{plugin.origin}\0".encode())
        _add(result, plugin.path, READ)
    return result.hexdigest()


def _add(result: "hashlib._Hash", folder: Path, suffixes: set[str]) -> None:
    for name, path in sorted(_files(str(folder), suffixes)):
        result.update(name.encode() + b"\0")
        try:
            with open(path, "rb") as file:
                result.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:  # an editor's link to nowhere, a file that is not ours to read
            result.update(b"unreadable")


def _files(folder: str, suffixes: set[str], below: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name relative to the folder, path) of the files that count."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in NOT_READ:
                continue
            name = f"{below}{entry.name}"
            if entry.is_dir():
                yield from _files(entry.path, suffixes, f"{name}/")
            elif os.path.splitext(entry.name)[1] in suffixes or (
                suffixes is READ and _is_catalogue_without_source(entry.path)
            ):
                yield name, entry.path


def _is_catalogue_without_source(path: str) -> bool:
    """A package may bring compiled catalogues alone. Beside its source one is compiled by the site, after vetting.

    Those of core are all written by the site, some from the words of all that is loaded (`cms.english_words`).
    """
    source, suffix = os.path.splitext(path)
    return suffix == ".mo" and not os.path.exists(f"{source}.po")


def _distributions() -> list[str]:
    """Return name and version of every installed package, as the names of their metadata folders say."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        found |= {name for name in names if name.endswith((".dist-info", ".egg-info"))}
    return sorted(found)
