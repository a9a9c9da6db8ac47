"""Compile message catalogues without gettext's tools, so that a checkout needs nothing but Python."""

import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cms.whole_files import replaced

SOURCES = (
    "cms/locale",
    "cms/locale_wagtail",
    "cms/*/locale",
    "home/locale",
    "activities/locale",
    "activities/*/locale",
    "events/locale",
    "events/*/locale",
)


def catalogues(base: Path, plugins: Iterable[Path] = ()) -> list[Path]:
    """Return every `django.po` and `djangojs.po` of the project below `base`, and of the plugins in these folders."""
    ours = sorted(po for pattern in SOURCES for po in base.glob(f"{pattern}/*/LC_MESSAGES/*.po"))
    return [*ours, *(po for folder in plugins for po in sorted(folder.glob("locale/*/LC_MESSAGES/*.po")))]


def compile_stale_catalogues(base: Path, plugins: Iterable[Path] = (), *, force: bool = False) -> list[Path]:
    """Write the `.mo` beside each `.po` that is newer than it, and return what was written.

    Several processes may start at once: each file is written aside and renamed, so that none reads half a file. A
    catalogue of a plugin that cannot be read or written to is left out with a word: it must not keep the site down.
    """
    plugins = list(plugins)
    written = []
    for po in catalogues(base, plugins):
        mo = po.with_suffix(".mo")
        if not force and mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        try:
            _compile(po, mo)
        except (OSError, ValueError) as error:
            if not any(po.is_relative_to(folder) for folder in plugins):
                raise
            print(f"plugins: {po} is not compiled: {error}", file=sys.stderr)
            continue
        written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    with po.open("rb") as source:
        catalogue = read_po(source)
    with replaced(mo) as target:
        write_mo(target, catalogue)
