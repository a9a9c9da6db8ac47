"""Find plugins without importing them: folders with a `plugin.toml`, and packages behind an entry point."""

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .manifest import FILE_NAME, Origin

PACKAGE = "plugins"


@dataclass(frozen=True)
class Found:
    """A plugin's folder and the name under which it can be imported."""

    path: Path
    package: str
    origin: Origin

    @property
    def name(self) -> str:
        """What to call a plugin whose manifest does not say."""
        return self.path.name


def in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    """Yield the plugins below each folder, by name; all of them are importable as `plugins.<folder>`."""
    for folder in folders:
        for file in sorted(folder.glob(f"*/{FILE_NAME}")):
            yield Found(file.parent, f"{PACKAGE}.{file.parent.name}", "folder")


def make_importable(folders: Iterable[Path]) -> None:
    """Let `import plugins.x` look into each of the folders, in their order."""
    path = importlib.import_module(PACKAGE).__path__
    path.extend(str(folder) for folder in folders if str(folder) not in path)
