"""Which strings a citizen can meet: those that every language of the registry has to have.

What staff alone read is left out by where it stands (`public.toml`) and by what it names: fields of models, panels and
blocks have labels that nobody but an editor sees. A string is public until something says otherwise, so that a new page
is translated, or counted as missing.
"""

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from cms.core.locales import LOCALES

RULES: Final[Mapping[str, Any]] = tomllib.loads((Path(__file__).parent / "public.toml").read_text(encoding="utf-8"))
FOLDERS: Final = ("cms", "home", "activities", "events", "plugins")
#: As Django's makemessages tells xgettext: where in the call the context, the message and its plural stand.
CALLS: Final[Mapping[str, tuple[int | None, int, int | None]]] = {
    "_": (None, 0, None),
    "_g": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


@dataclass(frozen=True, order=True)
class Word:
    """One string marked for translation. context and plural are empty where it has none."""

    msgid: str
    context: str = ""
    plural: str = ""


@dataclass(frozen=True, order=True)
class Place:
    """Where it stands: the file below the project, and the line."""

    file: str
    line: int


def sources(base: Path) -> list[str]:
    """Return the paths below `base` of all files in which strings may be marked."""
    found = (file for folder in FOLDERS for file in (base / folder).rglob("*"))
    return sorted(str(file.relative_to(base)) for file in found if file.suffix in {".py", ".html", ".txt"})


def public_words(base: Path, files: Iterable[str]) -> dict[Word, list[Place]]:
    """Return what citizens can meet in these files, given by their paths below `base`, with where it stands."""
    found: dict[Word, list[Place]] = {}
    readers = _Readers.of(base)
    for file in files:
        if readers.are_citizens(file):
            for line, word in _marked(base / file, file):
                found.setdefault(word, []).append(Place(file, line))
    # Words of Django that forms of ours say, and what the languages are called, are marked elsewhere.
    for word in (*(Word(*said) for said in RULES["of_django"]), *(Word(known.english) for known in LOCALES.values())):
        found.setdefault(word, []).append(Place("cms/core/translations/public.toml", 0))
    return found


def is_public(base: Path, file: str) -> bool:
    """Whether citizens can meet what a file below `base` says, by where it stands."""
    return _Readers.of(base).are_citizens(file)


@dataclass
class _Readers:
    """Patterns of files that only staff read, and of those among them that citizens read after all."""

    staff: list[str]
    public: list[str]

    @classmethod
    def of(cls, base: Path) -> "_Readers":
        """Read what core says, and what each plugin says of its own folder."""
        readers = cls(list(RULES["staff"]), list(RULES["public"]))
        for file in sorted(base.glob("plugins/*/public_words.toml")):
            said = tomllib.loads(file.read_text(encoding="utf-8"))
            folder = file.parent.relative_to(base)
            readers.staff += [f"{folder}/{pattern}" for pattern in said.get("staff", ())]
            readers.public += [f"{folder}/{pattern}" for pattern in said.get("public", ())]
        return readers

    def are_citizens(self, file: str) -> bool:
        after_all = any(fnmatch(file, pattern) for pattern in self.public)
        return after_all or not any(fnmatch(file, pattern) for pattern in self.staff)


def _marked(path: Path, file: str) -> Iterator[tuple[int, Word]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return _Reader(file).read(ast.parse(source))
    return _in_template(source, file)


def _in_template(source: str, file: str) -> Iterator[tuple[int, Word]]:
    # What templatize() writes is a row of calls; how the template was indented is no syntax of Python.
    calls = "\n".join(line.lstrip() for line in templatize(source, origin=file).splitlines())
    keywords = {name: _for_babel(*where) for name, where in CALLS.items()}
    for line, text, _comments, context in extract("python", BytesIO(calls.encode()), keywords=keywords):
        texts = text if isinstance(text, (list, tuple)) else (text,)
        yield line, Word(texts[0], context or "", texts[1] if len(texts) > 1 else "")


def _for_babel(context: int | None, message: int, plural: int | None) -> tuple[int | tuple[int, str], ...]:
    spec: list[int | tuple[int, str]] = [] if context is None else [(context + 1, "c")]
    return (*spec, message + 1, *(() if plural is None else (plural + 1,)))


class _Reader:
    """Reads one module and leaves out what only staff read."""

    def __init__(self, file: str) -> None:
        self.staff_definitions = set(RULES["staff_definitions"].get(file, ()))
        self.staff_calls = tuple(RULES["staff_calls"])
        self.staff_names = set(RULES["staff_names"])
        parts = Path(file).parts
        if file in RULES["labels_for_citizens"]:
            self.staff_names -= {"verbose_name"}
        elif "models" in parts or parts[-1] == "models.py":
            self.staff_calls += tuple(RULES["staff_calls_of_models"])
        elif "forms" in parts or "form" in parts[-1]:
            # The help beside a field of a form is read by whoever fills it in.
            self.staff_names -= {"help_text"}

    def read(self, node: ast.AST) -> Iterator[tuple[int, Word]]:
        for child in ast.iter_child_nodes(node):
            if self._is_for_staff(child):
                continue
            if isinstance(child, ast.Call):
                name = _called(child)
                yield from _word(child, name)
                if name.endswith(self.staff_calls):
                    # What a field is called is read by its editors; the choices that it offers, by everybody.
                    for choices in (keyword for keyword in child.keywords if keyword.arg == "choices"):
                        yield from self.read(choices)
                    continue
            yield from self.read(child)

    def _is_for_staff(self, node: ast.AST) -> bool:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            return node.name == "Meta" or node.name in self.staff_definitions
        if isinstance(node, ast.Assign):
            return any(isinstance(target, ast.Name) and target.id in self.staff_names for target in node.targets)
        return isinstance(node, ast.keyword) and node.arg in self.staff_names


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _word(call: ast.Call, name: str) -> Iterator[tuple[int, Word]]:
    if name not in CALLS:
        return
    context, message, plural = CALLS[name]
    said = [_said(argument) for argument in call.args]
    if len(said) > message and said[message]:
        at = {"context": context, "plural": plural}
        yield call.lineno, Word(said[message], **{key: said[index] for key, index in at.items() if index is not None})


def _said(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
