"""Whether a plugin speaks Japanese: the strings that it marks for translation, and those that its catalogue has."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

LANGUAGE = "ja"
NOT_READ = {"migrations", "tests", "locale", "static"}
#: As Django's makemessages tells xgettext.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}


def missing(folder: Path, language: str = LANGUAGE) -> list[str]:
    """Return "file:line: text" of each marked string that the plugin's catalogue in that language lacks."""
    known = translated(folder, language)
    return [f"{each.place}: {each.text}" for each in sorted(marked(folder)) if each.text not in known]


def translated(folder: Path, language: str) -> set[str]:
    """Return the msgids that have a translation which is not marked as fuzzy."""
    found = set()
    for file in folder.glob(f"locale/{language}/LC_MESSAGES/*.po"):
        with file.open("rb") as source:
            for message in read_po(source):
                texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
                if message.id and all(texts) and not message.fuzzy:
                    found.add(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)
    return found


@dataclass(frozen=True, order=True)
class Marked:
    """A string that is marked for translation. place: file and line; plural, context: empty where it has none."""

    place: str
    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it goes by in a catalogue."""
        return self.context, self.text


def marked(folder: Path) -> Iterator[Marked]:
    """Yield every string in Python and templates that is marked for translation."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.suffix not in {".py", ".html", ".txt"} or NOT_READ & set(name.parts):
            continue
        source = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            # What templatize() writes is a row of calls; how the template was indented is no syntax of Python.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(name)).splitlines())
        for line, found, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            text, plural = (*found, "")[:2] if isinstance(found, (list, tuple)) else (found, "")
            yield Marked(f"{name}:{line}", text, plural, context or "")
