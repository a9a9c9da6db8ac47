"""What is missing or wrong in the catalogues of a language."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from babel.messages.catalog import Message

from cms.core.locales import Language

from .catalogues import file_of, forms_of, homes, read
from .words import Word

_PLACEHOLDER: Final = re.compile(r"%(?:\([^)]+\))?[sdfr]|%%|\{[a-z_][\w.]*\}|\{\}")
_TAG: Final = re.compile(r"</?[a-z]+[^>]*>")
_FULL_WIDTH = ("、", "。")


@dataclass
class Faults:
    """translated: how many words are there. missing: those that are not. wrong: what would break or mislead."""

    translated: int = 0
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def faults(base: Path, language: Language) -> Faults:
    """Return what the catalogues of a language lack, and what in them is broken, as "app: words"."""
    found = Faults()
    said: dict[tuple[str, str], str] = {}
    for app, words in homes(base).items():
        known = read(file_of(base, app, language))
        for word in words:
            message = known.get(word)
            if message is None or not all(forms_of(message)) or message.fuzzy:
                found.missing.append(f"{app}: {_named(word)}")
                continue
            found.translated += 1
            found.wrong += [f"{app}: {_named(word)}: {why}" for why in _wrong(word, message)]
            first = said.setdefault((word.context, word.msgid), forms_of(message)[0])
            if first != forms_of(message)[0]:
                found.wrong.append(f"{app}: {_named(word)}: translated in two ways")
        found.wrong += [f"{app}: {_named(word)}: nobody reads it any more" for word in known if word not in words]
    return found


def _named(word: Word) -> str:
    return f"{word.msgid!r} ({word.context})" if word.context else repr(word.msgid)


def _wrong(word: Word, message: Message) -> Iterator[str]:
    # A language without plurals may name the number where English "one" does not.
    originals = [text for text in (word.msgid, word.plural) if text]
    wanted = [_placeholders(text) for text in originals]
    for text in forms_of(message):
        if _placeholders(text) not in wanted:
            yield f"other placeholders in {text!r}"
        if Counter(_TAG.findall(text)) not in [Counter(_TAG.findall(original)) for original in originals]:
            yield f"other tags in {text!r}"
        # A mark of full width has its space in itself.
        ends = text + " " if text.endswith(_FULL_WIDTH) and word.msgid[-1].isspace() else text
        if (ends[0].isspace(), ends[-1].isspace()) != (word.msgid[0].isspace(), word.msgid[-1].isspace()):
            yield f"spaces at the ends of {text!r}"


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))
