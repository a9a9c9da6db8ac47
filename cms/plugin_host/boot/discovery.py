"""Find plugins without importing them: folders with a `plugin.toml`, and packages behind an entry point."""

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from .manifest import FILE_NAME, Origin

PACKAGE = "plugins"
ENTRY_POINTS = "cms.plugins"


@dataclass(frozen=True)
class Found:
    """A plugin's folder and the name under which it can be imported. path: None where the package is not there.

    name: what to call a plugin whose manifest does not say.
    """

    name: str
    package: str
    origin: Origin
    path: Path | None


def find(folders: Iterable[Path]) -> list[Found]:
    """Return the plugins below each of the folders, by name, and then those of installed packages."""
    return [*in_folders(folders), *in_packages()]


def in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    """Yield the plugins below each folder; all of them are importable as `plugins.<folder>`."""
    for folder in folders:
        for file in sorted(folder.glob(f"*/{FILE_NAME}")):
            name = file.parent.name
            yield Found(name, f"{PACKAGE}.{name}", "folder", file.parent)


def in_packages() -> Iterator[Found]:
    """Yield the plugins of the entry point group, whose values are import paths of packages."""
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        yield Found(entry.name, entry.module, "package", locate(entry))


def locate(entry: EntryPoint) -> Path | None:
    """Return the folder of the package behind an entry point without importing it or what stands above it."""
    search: list[str] | None = None
    for position, _part in enumerate(parts := entry.module.split(".")):
        spec = PathFinder.find_spec(".".join(parts[: position + 1]), search)
        if spec is None or spec.submodule_search_locations is None:
            return None
        search = list(spec.submodule_search_locations)
    return Path(search[0]) if search else None


def make_importable(folders: Iterable[Path]) -> None:
    """Let `import plugins.x` look into each of the folders, in their order."""
    path = importlib.import_module(PACKAGE).__path__
    path.extend(str(folder) for folder in folders if str(folder) not in path)
