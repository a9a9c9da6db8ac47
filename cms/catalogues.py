"""Compile message catalogues without gettext's tools, so that a checkout needs nothing but Python."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = (
    "cms/locale",
    "cms/locale_wagtail",
    "cms/*/locale",
    "home/locale",
    "activities/locale",
    "activities/*/locale",
    "events/locale",
    "events/*/locale",
    "plugins/*/locale",
)


def catalogues(base: Path) -> list[Path]:
    """Return every `django.po` and `djangojs.po` of the project below `base`."""
    return sorted(po for pattern in SOURCES for po in base.glob(f"{pattern}/*/LC_MESSAGES/*.po"))


def compile_stale_catalogues(base: Path, *, force: bool = False) -> list[Path]:
    """Write the `.mo` beside each `.po` that is newer than it, and return what was written.

    Several processes may start at once: each file is written aside and renamed, so that none reads half a file.
    """
    written = []
    for po in catalogues(base):
        mo = po.with_suffix(".mo")
        if not force and mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source)
        handle, name = tempfile.mkstemp(dir=po.parent, suffix=".mo.part")
        with os.fdopen(handle, "wb") as target:
            write_mo(target, catalogue)
        os.replace(name, mo)
        written.append(mo)
    return written
