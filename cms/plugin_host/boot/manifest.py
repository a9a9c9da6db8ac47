"""What a plugin says about itself in `plugin.toml`, read without running any of its code."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from .reasons import Reason

FILE_NAME = "plugin.toml"
LANGUAGES = ("ja", "en")
LONGEST_SLUG = 40
_SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_API = re.compile(r"\d+\.\d+")
Origin = Literal["folder", "package"]


@dataclass(frozen=True)
class Manifest:
    """The facts of `plugin.toml`, and where the plugin was found.

    slug: app label and prefix of URLs, blocks and tasks. api: the version of the plugin API it was written for.
    name, summary: by language code. requires: version specifiers by package. needs: version specifiers by slug.
    after: slugs that come before this one where they are there. provides: the kinds of contributions it may make.
    personal_data: whether it stores any. default: on for a new site. apps: further apps it brings into the site.
    migrations: the module with the migrations of a further app, in place of the app's own.
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
    migrations: Mapping[str, str] = field(default_factory=dict)
    package: str = ""
    origin: Origin = "folder"
    path: Path = Path()


class BadManifest(Exception):
    """`plugin.toml` does not say what it must. `reasons` has one entry for each thing that is wrong.

    slug: what it calls itself, where that much can be told.
    """

    def __init__(self, *reasons: Reason, slug: str = "") -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons
        self.slug = slug


def is_slug(value: str) -> bool:
    """Say whether a text can be a slug: no double underscore, which separates slug and name of a stored block."""
    return bool(_SLUG.fullmatch(value)) and len(value) <= LONGEST_SLUG


def read(folder: Path, *, package: str, origin: Origin) -> Manifest:
    """Return the manifest of the plugin in `folder`; raise BadManifest with everything that is wrong with it."""
    try:
        document = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadManifest(Reason("unreadable", {"error": str(error)})) from error
    table = document.get("plugin")
    if not isinstance(table, dict):
        raise BadManifest(Reason("no_table"))
    slug = table.get("slug")
    if reasons := [*_unknown(document, table), *_wrong(table)] or [*_foreign_migrations(table)]:
        raise BadManifest(*reasons, slug=slug if isinstance(slug, str) and is_slug(slug) else "")
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
        migrations=table.get("migrations", {}),
        package=package,
        origin=origin,
        path=folder,
    )


def _unknown(document: Mapping[str, Any], table: Mapping[str, Any]) -> list[Reason]:
    names = [
        *(name for name in document if name != "plugin"),
        *(f"plugin.{name}" for name in table if name not in _FIELDS),
    ]
    return [Reason("unknown_field", {"field": name}) for name in names]


def _wrong(table: Mapping[str, Any]) -> list[Reason]:
    found: list[Reason] = []
    for name, (required, check) in _FIELDS.items():
        if name in table:
            found += check(name, table[name])
        elif required:
            found.append(Reason("missing_field", {"field": name}))
    return found


def _foreign_migrations(table: Mapping[str, Any]) -> list[Reason]:
    """A plugin says where migrations are only of apps that it brings itself."""
    strangers = [label for label in table.get("migrations", {}) if label not in table.get("apps", ())]
    return [Reason("not_its_app", {"field": f"migrations.{label}"}) for label in strangers]


def _text(name: str, value: Any) -> list[Reason]:
    return [] if isinstance(value, str) and value.strip() else [Reason("not_text", {"field": name})]


def _slug(name: str, value: Any) -> list[Reason]:
    good = isinstance(value, str) and is_slug(value)
    return [] if good else [Reason("bad_slug", {"field": name, "value": str(value)})]


def _version(name: str, value: Any) -> list[Reason]:
    try:
        Version(value)
    except (InvalidVersion, TypeError):
        return [Reason("bad_version", {"field": name, "value": str(value)})]
    return []


def _api(name: str, value: Any) -> list[Reason]:
    good = isinstance(value, str) and _API.fullmatch(value)
    return [] if good else [Reason("bad_api", {"value": str(value)})]


def _yes_or_no(name: str, value: Any) -> list[Reason]:
    return [] if isinstance(value, bool) else [Reason("not_yes_or_no", {"field": name})]


def _list(name: str, value: Any) -> list[Reason]:
    good = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return [] if good else [Reason("not_list", {"field": name})]


def _slugs(name: str, value: Any) -> list[Reason]:
    return _list(name, value) or [reason for item in value for reason in _slug(name, item)]


def _table(name: str, value: Any) -> list[Reason]:
    good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return [] if good else [Reason("not_table", {"field": name})]


def _two_languages(name: str, value: Any) -> list[Reason]:
    if found := _table(name, value):
        return found
    complete = all(value.get(language, "").strip() for language in LANGUAGES)
    return [] if complete else [Reason("two_languages", {"field": name})]


def _specifiers(name: str, value: Any) -> list[Reason]:
    if found := _table(name, value):
        return found
    for key, text in value.items():
        try:
            SpecifierSet(text)
        except InvalidSpecifier:
            found.append(Reason("bad_specifier", {"field": f"{name}.{key}", "value": text}))
    return found


def _needs(name: str, value: Any) -> list[Reason]:
    return _specifiers(name, value) or [reason for key in value for reason in _slug(name, key)]


# name: (must be there, what finds fault with its value)
_FIELDS: Mapping[str, tuple[bool, Callable[[str, Any], list[Reason]]]] = {
    "slug": (True, _slug),
    "version": (True, _version),
    "api": (True, _api),
    "name": (True, _two_languages),
    "summary": (True, _two_languages),
    "requires": (False, _specifiers),
    "needs": (False, _needs),
    "after": (False, _slugs),
    "provides": (False, _list),
    "personal_data": (False, _yes_or_no),
    "default": (False, _yes_or_no),
    "apps": (False, _list),
    "migrations": (False, _table),
}
