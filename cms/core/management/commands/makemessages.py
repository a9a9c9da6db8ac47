"""`manage.py makemessages`: put strings that no catalogue has yet into the catalogue of their app, to be translated.

Django's command of this name writes what it finds below `cms/` into `cms/locale`, sorts and wraps what people wrote by
hand, and repeats in each app what another app's catalogue says already. This one only adds.
"""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError

from cms.catalogues import catalogues
from cms.plugin_host.translations import Marked, marked
from cms.settings.environment import BASE_DIR

TOP = ("cms", "home", "activities", "events", "plugins")
CODE = re.compile(r"[a-z]{2,3}([_-][A-Za-z]+)?")
Key = tuple[str, str]


class Command(BaseCommand):
    help = "Add strings that are marked for translation and in no catalogue yet to the catalogue of their app."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-l", "--locale", default="ja", help="the language whose catalogues are filled (ja)")

    def handle(self, *args: Any, locale: str, **options: Any) -> None:
        if not CODE.fullmatch(locale):
            raise CommandError(f"“{locale}” is no language. For example: --locale ja")
        absent = absent_strings(BASE_DIR, locale)
        for file, messages in absent.items():
            add(file, messages, locale)
            self.stdout.write(f"{file.relative_to(BASE_DIR)}: {len(messages)} to translate")
        if not absent:
            self.stdout.write("Every string is in a catalogue.")


def absent_strings(base: Path, locale: str) -> dict[Path, list[Marked]]:
    """Return what is marked below `base` and in no catalogue of that language, by the catalogue that it belongs to."""
    folders = _folders(base)
    ours = catalogues(base, [folder.parent for folder in folders])
    known = {key for file in ours if file.parts[-3] == locale for key in _keys(file)}
    absent: dict[Path, list[Marked]] = {}
    for folder in folders:
        for message in _of(folder, folders):
            if message.key not in known:
                known.add(message.key)
                absent.setdefault(folder / locale / "LC_MESSAGES" / "django.po", []).append(message)
    return absent


def _folders(base: Path) -> list[Path]:
    """The `locale` folders of the project, of inner apps before the app that they lie in."""
    found = [
        folder
        for top in TOP
        for folder in (base / top).rglob("locale")
        if folder.is_dir() and "tests" not in folder.relative_to(base).parts
    ]
    return sorted(found, key=lambda folder: (-len(folder.parts), str(folder)))


def _keys(file: Path) -> Iterator[Key]:
    with file.open("rb") as source:
        for message in read_po(source):
            if message.id:
                yield (message.context or "", message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def _of(folder: Path, folders: Iterable[Path]) -> Iterator[Marked]:
    """What is marked in the app that a `locale` folder belongs to, but for apps inside it that have their own."""
    app = folder.parent
    inner = [other.parent for other in folders if other.parent != app and other.parent.is_relative_to(app)]
    for message in marked(app):
        if not any((app / message.place.partition(":")[0]).is_relative_to(other) for other in inner):
            yield message


def add(file: Path, messages: Iterable[Marked], locale: str) -> None:
    """Write messages at the end of a catalogue, without a translation; what it has stays as it is, to the byte."""
    catalogue = Catalog(locale=locale)
    for message in messages:
        catalogue.add(
            (message.text, message.plural) if message.plural else message.text,
            context=message.context or None,
            auto_comments=[message.place],
        )
    written = BytesIO()
    write_po(written, catalogue, omit_header=file.exists(), no_location=True, width=0)
    before = f"{file.read_text(encoding='utf-8').rstrip()}\n\n" if file.exists() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(before + written.getvalue().decode().strip("\n") + "\n", encoding="utf-8")
