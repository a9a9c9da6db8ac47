"""The catalogues of the languages beside Japanese and English: one file an app and language, with public words only.

They are written, and kept equal to the source, by `manage.py public_catalogues`. Beside each word stands what it is in
Japanese, so that who translates has both.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.utils import translation

from cms.core.locales import LOCALES, SOURCE_LANGUAGE, Language

from .words import Place, Word, public_words, sources

#: Languages whose catalogues have the public words only. Japanese has all words, English is what they are written in.
PUBLIC_ONLY: Final = tuple(language for code, language in LOCALES.items() if code not in {SOURCE_LANGUAGE, "en"})
PLURALS: Final[Mapping[str, str]] = {
    "ja-simple": "nplurals=1; plural=0;",
    "pt-br": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "vi": "nplurals=1; plural=0;",
    "fil": "nplurals=2; plural=(n > 1);",
    "zh-hans": "nplurals=1; plural=0;",
    "ur": "nplurals=2; plural=(n != 1);",
}
PATH: Final = "locale/{folder}/LC_MESSAGES/django.po"
WIDTH: Final = 120
HEADER: Final = """\
# {name}: what citizens read. Written by `manage.py public_catalogues`; put the translations into msgstr.
msgid ""
msgstr ""
"Language: {folder}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
# What is said in several apps is translated once, in the first of them.
FIRST: Final = ("cms", "cms/core", "cms/mail", "cms/plugin_host", "home", "activities", "events/registration", "events")


def apps(base: Path) -> list[str]:
    """Return the folders below `base` that keep words in Japanese, in the order in which they are asked for a word."""
    found = {str(po.parents[3].relative_to(base)) for po in base.rglob(PATH.format(folder=SOURCE_LANGUAGE))}
    inside = (app for app in found if app.split("/")[0] in {"cms", "home", "activities", "events", "plugins"})
    return sorted(inside, key=lambda app: (FIRST.index(app) if app in FIRST else len(FIRST), app))


@cache
def homes(base: Path) -> dict[str, dict[Word, list[Place]]]:
    """Return the public words that each app's catalogues keep, in the order in which they stand in the source.

    A plugin keeps words of its own only if nothing below it has them, so that each plugin can be taken away.
    """
    order = apps(base)
    kept: dict[str, dict[Word, list[Place]]] = {app: {} for app in order}
    for word, places in public_words(base, sources(base)).items():
        found = {app_of(place.file, order): place for place in reversed(places)}
        ours = [app for app in order if app in found and not app.startswith("plugins/")]
        for app in ours[:1] or found:
            kept[app][word] = [place for place in places if app_of(place.file, order) == app]
    return {app: dict(sorted(words.items(), key=lambda item: item[1][0])) for app, words in kept.items()}


def app_of(file: str, order: Iterable[str]) -> str:
    """Return the app, the deepest one, that keeps the words of a file."""
    return max((app for app in order if file.startswith(f"{app}/")), key=len, default="cms")


def file_of(base: Path, app: str, language: Language) -> Path:
    return base / app / PATH.format(folder=language.folder)


def read(path: Path) -> dict[Word, Message]:
    """Return what a catalogue says, by word; nothing of a file that is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as source:
        return {word_of(message): message for message in read_po(source) if message.id}


def word_of(message: Message) -> Word:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    return Word(ids[0], message.context or "", ids[1] if len(ids) > 1 else "")


def forms_of(message: Message) -> list[str]:
    """Return what a message is translated to, a list of one where it has no plural."""
    return [text or "" for text in (message.string if isinstance(message.string, (list, tuple)) else [message.string])]


def japanese(base: Path) -> dict[Word, str]:
    """Return what every word of ours is in Japanese. A plugin's word may stand in the catalogue of another app."""
    said: dict[Word, str] = {}
    for app in reversed(apps(base)):
        for word, message in read(base / app / PATH.format(folder=SOURCE_LANGUAGE)).items():
            said[word] = forms_of(message)[0]
    return said


def write(base: Path, language: Language) -> list[Path]:
    """Bring the catalogues of one language to the words of today, keeping what is translated; return what changed."""
    said, changed = japanese(base), []
    for app, words in homes(base).items():
        path = file_of(base, app, language)
        if not words:
            continue
        before = path.read_bytes() if path.exists() else b""
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, language, words, read(path), said)
        if path.read_bytes() != before:
            changed.append(path)
    return changed


def _write(
    path: Path, language: Language, words: Mapping[Word, list[Place]], known: Mapping[Word, Message],
    said: Mapping[Word, str],
) -> None:  # fmt: skip
    catalogue = Catalog(locale=language.folder, charset="utf-8", fuzzy=False)
    count = int(PLURALS[language.code][len("nplurals=")])
    for word, places in words.items():
        comments = [f"ja: {line}" for line in (said.get(word) or _of_django(word)).splitlines()]
        where = list(dict.fromkeys((place.file, 0) for place in places))
        empty: Any = ("",) * count if word.plural else ""
        string = known[word].string if word in known else empty
        catalogue.add(
            (word.msgid, word.plural) if word.plural else word.msgid, string, locations=where, auto_comments=comments,
            context=word.context or None,
        )  # fmt: skip
    with path.open("wb") as target:
        # Babel's header has the time of writing in it: every file would change every time.
        plurals = PLURALS[language.code]
        target.write(HEADER.format(name=language.english, folder=language.folder, plurals=plurals).encode())
        write_po(target, catalogue, width=WIDTH, omit_header=True, include_lineno=False)


def _of_django(word: Word) -> str:
    with translation.override(SOURCE_LANGUAGE):
        return translation.pgettext(word.context, word.msgid) if word.context else translation.gettext(word.msgid)
