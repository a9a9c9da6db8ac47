"""What the documents name is there: files, modules, targets of make, commands, decisions."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.stack import checking

from .sources import ROOT, read, tracked

ADR = Path("docs/adr")
DOCUMENTS = [str(path) for path in tracked() if path.suffix == ".md"]
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
# What a machine makes when it runs, and what the tutorial of plugins has its readers write.
MADE_LATER = ("var", "plugins/closing_days")


@cache
def folders_and_files() -> frozenset[str]:
    return frozenset(str(each) for path in tracked() for each in (path, *path.parents))


@cache
def tops() -> frozenset[str]:
    return frozenset(path.parts[0] for path in tracked() if len(path.parts) > 1)


def code_in(text: str) -> str:
    return "\n".join(CODE.findall(text))


def paths_named(text: str) -> set[str]:
    """What is written as a path of the project; patterns and places to fill in are none."""
    words = {word.rstrip("/.") for word in re.findall(r"(?<![\w/.{<*])[\w.-]+/[\w./<>*{}-]*", code_in(text))}
    named = {word for word in words if word.split("/")[0] in tops() and not set("<>*{}") & set(word)}
    return {word for word in named if not word.startswith(MADE_LATER)}


def modules_named(text: str) -> set[str]:
    return set(re.findall(r"-m ((?:cms|tests|plugins)(?:\.\w+)+)", text))


def is_module(name: str) -> bool:
    path = name.replace(".", "/")
    return bool({f"{path}.py", f"{path}/__main__.py"} & folders_and_files())


@pytest.mark.parametrize("page", DOCUMENTS)
def test_every_path_that_a_document_names_exists(page: str) -> None:
    beside = Path(page).parent
    gone = [name for name in paths_named(read(Path(page))) if not {name, str(beside / name)} & folders_and_files()]
    assert gone == []


@pytest.mark.parametrize("page", DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", read(Path(page)))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("page", DOCUMENTS)
def test_every_command_that_a_document_names_exists(page: str) -> None:
    text = read(Path(page))
    code = code_in(text)
    targets = set(re.findall(r"^([a-z][a-z-]*):", read(Path("Makefile")), re.M))
    assert set(re.findall(r"(?:^ *|`|&& )make ([a-z][a-z-]+)", code, re.M)) - targets == set()
    commands = set(re.findall(r"(?:\bmanage\.py|^ *kakehashi|`kakehashi) ([a-z_]+)", code, re.M))
    assert commands - set(get_commands()) == set()
    assert {name for name in modules_named(code) if not is_module(name)} == set()


@pytest.mark.parametrize("page", DOCUMENTS)
def test_every_decision_that_a_document_names_was_taken(page: str) -> None:
    taken = {int(path.name[:4]) for path in tracked() if path.parent == ADR and path.name[:4].isdigit()}
    listed = re.findall(r"\bADR (\d+(?:(?:, | and )\d+)*)", read(Path(page)))
    assert {int(number) for numbers in listed for number in re.findall(r"\d+", numbers)} - taken == set()


def test_the_checks_that_operations_names_exist() -> None:
    named = re.search(r'cms\.stack\.checking "([^"]+)" (\w+)', read(Path("docs/operations.md")))
    assert named
    assert set(named.groups()) <= {check.name for check in checking.CHECKS}


def test_what_is_made_up_would_be_found() -> None:
    text = "See `cms/core/nowhere.py`, `docs/*.md` and ADR 9:\n```sh\npython -m cms.stack.nothing\nmake coffee\n```"
    assert paths_named(text) == {"cms/core/nowhere.py"}
    assert not is_module(*modules_named(text))


def test_every_decision_is_in_the_index_by_its_title_and_says_whether_it_holds() -> None:
    index = read(ADR / "README.md")
    for path in tracked():
        if path.parent != ADR or path.name == "README.md":
            continue
        title, _empty, status, says = read(path).splitlines()[:4]
        assert title.startswith(f"# {path.name[:4]} "), path
        assert (status, says.split(".")[0]) in {("## Status", "Accepted"), ("## Status", "Superseded")}, path
        assert f"| [{path.name[:4]}]({path.name}) | {title[7:]} |" in index, path
