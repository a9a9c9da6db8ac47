"""Every string a person reads is in the Japanese catalogues, translated."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from cms.core.management.commands.makemessages import absent_strings, add

from .sources import ROOT, tracked

JAPANESE = [path for path in tracked() if path.suffix == ".po" and path.parts[-3] == "ja"]
PYTHON_PLACEHOLDER = re.compile(r"%(?:\([^)]+\))?[sdfr]|%%")
BRACE_PLACEHOLDER = re.compile(r"\{[a-z_][\w.]*\}|\{\}")


def placeholders(text: str) -> Counter[str]:
    return Counter(PYTHON_PLACEHOLDER.findall(text)) + Counter(BRACE_PLACEHOLDER.findall(text))


def entries(path: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(ROOT / path)) if not entry.obsolete]


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("path", JAPANESE, ids=str)
def test_japanese_is_complete(path: Path) -> None:
    assert [entry.msgid for entry in entries(path) if not all(translations(entry))] == []


@pytest.mark.parametrize("path", JAPANESE, ids=str)
def test_japanese_has_nothing_fuzzy(path: Path) -> None:
    assert [entry.msgid for entry in entries(path) if entry.fuzzy] == []


@pytest.mark.parametrize("path", JAPANESE, ids=str)
def test_translations_fill_in_the_same_things(path: Path) -> None:
    wrong = []
    for entry in entries(path):
        # A language without plurals may name the number where English "one" does not.
        wanted = [placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
        wrong += [text for text in translations(entry) if text and placeholders(text) not in wanted]
    assert wrong == []


# What is read in a browser has catalogues of its own, and sample plugins of the tests are not installed.
READ = [path for path in JAPANESE if path.name == "django.po" and path.parts[0] != "tests"]


@pytest.mark.parametrize("path", READ, ids=str)
def test_what_a_catalogue_says_is_what_is_read(path: Path) -> None:
    """All catalogues are one for Django: of two words for one msgid a person reads one, on both screens."""
    spoken = DjangoTranslation("ja")
    other = []
    for entry in entries(path):
        read = spoken.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else spoken.gettext(entry.msgid)
        if not entry.msgid_plural and read != entry.msgstr:
            other.append((entry.msgid, entry.msgstr, read))
    assert other == []


WIDE = [path for path in tracked() if path.suffix == ".po" and path.parts[-3] in {"ja", "ja_Simple"}]
#: Times and ratios, addresses, keys of programs, what is written into attributes, and an example in English.
OWN_COLON = re.compile(r"\d:\d|%\(ratio\)s:1|[a-z]+://|<[^>]*>|interp:\w+|1: the basics")


@pytest.mark.parametrize("path", WIDE, ids=str)
def test_japanese_has_wide_colons(path: Path) -> None:
    """「：」 between a name and what is said of it, as the pages write it (`Language.colon`)."""
    said = [text for entry in entries(path) for text in translations(entry)]
    assert [text for text in said if ":" in OWN_COLON.sub("", text)] == []


@pytest.mark.parametrize("path", [path for path in tracked() if path.suffix == ".html"], ids=str)
def test_templates_leave_colons_to_the_language(path: Path) -> None:
    """A template with strings of a catalogue around a colon says {% colon %}, below `cms.core` {% translate ": " %}."""
    text = (ROOT / path).read_text(encoding="utf-8")
    text = re.sub(r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}", "{% said %}", text, flags=re.DOTALL)
    raw = re.findall(
        r".{0,30}(?:%\}|\}\}|>): (?:<|\{).{0,30}", re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)
    )
    assert raw == [] or path.parts[0] == "tests"


SPOKEN = [path for path in tracked() if path.suffix == ".toml" or path.name in {"roles.py", "demo.py"}]


@pytest.mark.parametrize("path", JAPANESE + SPOKEN, ids=str)
def test_an_event_is_called_by_one_word(path: Path) -> None:
    """イベント, as centres head their lists and the official イベント一覧 does. (開催し is a verb.)"""
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.findall(r".{0,12}(?:(?<!開)催し|もよおし).{0,12}", text) == []


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """(context, msgid) of every string marked in the source, as makemessages finds them, with a place it stands."""
    folder = tmp_path_factory.mktemp("messages")
    sources = [path for path in tracked() if path.suffix in {".py", ".html", ".txt"}]
    for path in sources:
        if path.parts[0] in {"cms", "home", "activities", "events", "plugins"} and "tests" not in path.parts:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "ja", "--extension", "html,txt,py"]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"makemessages (Debian package gettext): {done.stderr}"
    found = polib.pofile(str(folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"))
    return {(entry.msgctxt or "", entry.msgid): ":".join(entry.occurrences[0]) for entry in found}


def test_every_marked_string_is_in_a_catalogue(extracted: dict[tuple[str, str], str]) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for path in JAPANESE for entry in entries(path)}
    absent = sorted(f"{place}: {key[1]!r}" for key, place in extracted.items() if key not in known)
    assert not absent, f"{len(absent)} strings are in no catalogue:\n" + "\n".join(absent)


def test_there_are_strings_to_look_for(extracted: dict[tuple[str, str], str]) -> None:
    assert len(extracted) > 50


# `make catalogues` -----------------------------------------------------------------------------------------------


def test_collecting_strings_leaves_finished_catalogues_alone() -> None:
    assert absent_strings(ROOT, "ja") == {}


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
KNOWN = 'msgid "Known"\nmsgstr "知っている、 折らない長い行もそのまま"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an app below cms/, which has a catalogue too, and an app inside an app."""
    for folder, text in {
        "cms": '_("In settings")',
        "cms/core": '_("Known"); pgettext("event", "Open"); ngettext("%(n)d day", "%(n)d days", n)',
        "events": '_("Event"); _("In settings")',
        "events/registration": '_("Register")',
    }.items():
        catalogue = tmp_path / folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_text(HEAD + (KNOWN if folder == "cms/core" else ""), encoding="utf-8")
        (tmp_path / folder / "words.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_new_string_belongs_to_the_innermost_app_and_to_one(project: Path) -> None:
    absent = absent_strings(project, "ja")
    by_app = {file.parents[3].relative_to(project).as_posix(): absent[file] for file in absent}
    assert {app: [each.text for each in messages] for app, messages in by_app.items()} == {
        "cms": ["In settings"], "cms/core": ["Open", "%(n)d day"], "events": ["Event"],
        "events/registration": ["Register"],
    }  # fmt: skip


def test_what_a_catalogue_has_stays_to_the_byte(project: Path) -> None:
    for file, messages in absent_strings(project, "ja").items():
        add(file, messages, "ja")
    core = project / "cms" / "core" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    assert core.read_text(encoding="utf-8").startswith(HEAD + KNOWN + "\n")
    added = [entry for entry in polib.pofile(str(core)) if not all(translations(entry))]
    assert [(entry.msgctxt, entry.msgid, entry.msgid_plural, len(entry.msgstr_plural)) for entry in added] == [
        ("event", "Open", "", 0), (None, "%(n)d day", "%(n)d days", 1),
    ]  # fmt: skip
    assert absent_strings(project, "ja") == {}


@pytest.mark.parametrize("path", READ, ids=str)
def test_an_example_stands_off_from_the_word_before_it(path: Path) -> None:
    said = [text for entry in entries(path) for text in translations(entry)]
    assert [text for text in said if re.search("例:[^ 「]", text)] == []
