"""What a plugin says about itself in `plugin.toml`, read without running any of its code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .reasons import Reason

FILE_NAME = "plugin.toml"
SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
Origin = Literal["folder", "package"]


@dataclass(frozen=True)
class Manifest:
    """The facts of `plugin.toml`, and where the plugin was found.

    slug: app label and prefix of URLs, blocks and tasks. api: the version of the plugin API it was written for.
    name, summary: by language code. requires: version specifiers by package. needs: version specifiers by slug.
    after: slugs that come before this one where they are there. provides: the kinds of contributions it may make.
    personal_data: whether it stores any. default: on for a new site. apps: further apps it brings into the site.
    package: import path. path: the package's folder.
    """

    slug: str
    version: str
    api: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    requires: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    provides: frozenset[str] = frozenset()
    personal_data: bool = False
    default: bool = True
    apps: tuple[str, ...] = ()
    package: str = ""
    origin: Origin = "folder"
    path: Path = Path()


class BadManifest(Exception):
    """`plugin.toml` does not say what it must. `reasons` has one entry for each thing that is wrong."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons


def read(folder: Path, *, package: str, origin: Origin) -> Manifest:
    """Return the manifest of the plugin in `folder`; raise BadManifest with everything that is wrong with it."""
    try:
        document = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadManifest(Reason("unreadable", {"error": str(error)})) from error
    table: dict[str, Any] = document["plugin"]
    return Manifest(
        slug=table["slug"],
        version=table["version"],
        api=table["api"],
        name=table["name"],
        summary=table["summary"],
        requires=table.get("requires", {}),
        needs=table.get("needs", {}),
        after=tuple(table.get("after", ())),
        provides=frozenset(table.get("provides", ())),
        personal_data=table.get("personal_data", False),
        default=table.get("default", True),
        apps=tuple(table.get("apps", ())),
        package=package,
        origin=origin,
        path=folder,
    )
