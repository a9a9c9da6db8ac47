"""What a language lacks is said in English, never silently in Japanese.

Django falls back to the site's own language. So that no Japanese stands in a Vietnamese page, each language gets a
catalogue of the words that it lacks, filled with English. Plain Japanese needs none: it falls back to Japanese.
"""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo

from cms.app_packages import package_of
from cms.core.locales import LOCALES, SOURCE_LANGUAGE, Language
from cms.whole_files import replaced

#: The folder of the filled catalogues, the last one that Django asks before the apps; below the project.
ENGLISH: Final = "cms/locale_english"
MO: Final = "LC_MESSAGES/django.mo"

Key = tuple[str, str]


def locale_folders(base: Path, apps: Iterable[str]) -> list[Path]:
    """Return the folders with the catalogues of Django, of the project and of the installed apps, without importing."""
    names = dict.fromkeys(["django.conf", *map(package_of, apps)])
    specs = (find_spec(name) for name in names)
    roots = (Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ())
    ours = [base / "cms" / "locale", base / "cms" / "locale_wagtail"]
    return [folder for folder in (*ours, *(root / "locale" for root in roots)) if folder.is_dir()]


def fill_with_english(base: Path, apps: Iterable[str], *, force: bool = False) -> list[Path]:
    """Write the catalogue of what is missing for each language whose words changed, and return what was written.

    Several processes may start at once: each file is written aside and renamed.
    """
    folders = locale_folders(base, apps)
    written = []
    japanese = _existing(folders, LOCALES[SOURCE_LANGUAGE])
    wanted: dict[Key, Message] | None = None
    for language in LOCALES.values():
        if language.is_japanese or language.code == "en":
            continue
        target = base / ENGLISH / language.folder / MO
        own = _existing(folders, language)
        if not force and _is_newer(target, [*japanese, *own]):
            continue
        if wanted is None:
            wanted = _read(japanese)
        known = _read(own).keys()
        _write(target, [message for key, message in wanted.items() if key not in known], language)
        written.append(target)
    return written


def _existing(folders: Iterable[Path], language: Language) -> list[Path]:
    return [mo for mo in (folder / language.folder / MO for folder in folders) if mo.exists()]


def _is_newer(target: Path, sources: Iterable[Path]) -> bool:
    return target.exists() and all(target.stat().st_mtime >= source.stat().st_mtime for source in sources)


def _read(files: Iterable[Path]) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    for file in files:
        with file.open("rb") as source:
            found |= {(_context(message), _ids(message)[0]): message for message in read_mo(source) if message.id}
    return found


def _context(message: Message) -> str:
    # Babel leaves the contexts of compiled catalogues as they stand in the file.
    context: str | bytes = message.context or ""
    return context.decode() if isinstance(context, bytes) else context


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]


def _write(target: Path, missing: Iterable[Message], language: Language) -> None:
    catalogue = Catalog(locale=language.babel)
    for message in missing:
        ids = _ids(message)
        # One form for the number one, the other for all others, as many as the language has.
        said = (ids[0], *([ids[1]] * (catalogue.num_plurals - 1))) if len(ids) > 1 else ids[0]
        if len(ids) > 1 and catalogue.num_plurals == 1:
            said = (ids[1],)
        catalogue.add(message.id, said, context=_context(message) or None)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replaced(target) as part:
        write_mo(part, catalogue)
