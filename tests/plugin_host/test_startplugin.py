"""What `startplugin` writes runs, is styled like our own code, and keeps the contract of all plugins.

Each part alone, and all of them together; in the longer run (`make thorough`) also few combinations in which any two
parts meet in every way (both, either, none). All are in one site, at a place that stays, so that its databases are
kept between runs for as long as the parts and core's migrations stay the same. While one is tried the others are off,
so that alone is alone; the one with all parts is tried among all the others.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from cms.plugin_api.contributions import KINDS
from cms.plugin_host.scaffold.writing import PARTS, Wish, chosen, files, kinds_of, write
from tests import databases

from . import combinations
from .written import ROOT, Site

STARTED = databases.CACHE / "started"
SPOILT = "spoilt"
CROWD = "everything"
# A conftest.py for the folder with all of them.
ALONE = f'''"""Each of these plugins has the site to itself, the others are off. One is tried among all of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from cms.plugin_host.boot import Boot


@pytest.fixture(scope="module", autouse=True)
def alone(request: pytest.FixtureRequest) -> Iterator[None]:
    here = request.path.relative_to(Path(__file__).parent).parts[0]
    before: Boot = settings.PLUGINS
    verdicts = []
    for verdict in before.verdicts:
        is_on = here in ("{CROWD}", verdict.slug)
        verdicts.append(replace(verdict, manifest=verdict.manifest and replace(verdict.manifest, default=is_on)))
    settings.PLUGINS = replace(before, verdicts=tuple(verdicts))
    yield
    settings.PLUGINS = before
'''


@pytest.fixture(scope="module")
def pairs(thorough: bool) -> tuple[combinations.Parts, ...]:
    """The combinations in which any two parts meet: what one part alone lacks and what clashes is seen without them."""
    return combinations.covering() if thorough else ()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory, pairs: tuple[combinations.Parts, ...]) -> Path:
    """A folder with a plugin for each part, one with all of them, those in which any two meet, and a spoilt one."""
    fresh = tmp_path_factory.mktemp("started")
    for option in PARTS:
        write(fresh / f"only_{option}", Wish(f"only_{option}", "ためし", f"Only {option}", chosen([option])))
    (fresh / "conftest.py").write_text(ALONE)
    write(fresh / CROWD, Wish(CROWD, "なんでも", "Everything", chosen(["all"])))
    for number, parts in enumerate(pairs):
        write(fresh / f"pairs_{number}", Wish(f"pairs_{number}", "ためし", f"Pairs {number}", parts))
    spoil(fresh / SPOILT)
    with databases.locked("started"):
        # Another worker may be about to use those that are there.
        if contents(STARTED) != contents(fresh):
            shutil.rmtree(STARTED, ignore_errors=True)
            shutil.copytree(fresh, STARTED)
    return STARTED


def contents(folder: Path) -> dict[Path, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".mo"}]
    return {path.relative_to(folder): path.read_bytes() for path in files}


def spoil(path: Path) -> None:
    """Write a plugin that lacks a translation and has a style that the policy for contents forbids."""
    write(path, Wish(path.name, "ためし", "Spoilt", chosen(["slot"])))
    catalogue = path / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    catalogue.write_text(catalogue.read_text().replace('msgstr "ためし"', 'msgstr ""'))
    (path / "templates" / path.name / "footer.html").write_text('<p style="color: red">{{ name }}</p>')


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | {
        "CMS_PLUGINS_PATH": str(STARTED),
        "CMS_PLUGINS_SECONDS": "300",  # for all of them, on a machine that is busy
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_there_is_a_part_for_every_kind_of_contribution() -> None:
    assert {kind for part in PARTS.values() for kind in kinds_of(part)} == set(KINDS)


def test_every_part_alone_and_all_together_keep_the_contract_and_a_spoilt_one_fails_it(
    started: Path, pairs: tuple[combinations.Parts, ...]
) -> None:
    """The spoilt one is the control: it is in the same site, and no more fails than what it does wrong."""
    with databases.locked("started"):
        done = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(started))
    failed = re.findall(r"^FAILED \S+/(\w+)/tests/\S+::(\w+)", done.stdout, re.M)
    assert set(failed) == {
        (SPOILT, "test_every_text_has_a_japanese_translation"),
        (SPOILT, "test_its_public_templates_fit_the_content_security_policy"),
    }, done.stdout[-8000:] + done.stderr[-2000:]
    assert not re.search(r"\d+ errors?", done.stdout.splitlines()[-1])
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) > 25 * (len(PARTS) + 1) + 30 * len(pairs)


def test_what_is_written_is_styled_like_our_own_code(started: Path) -> None:
    ruff = [str(Path(sys.executable).parent / "ruff")]
    ours = ["--no-cache", "--config", "pyproject.toml", "--config", "exclude = ['**/migrations/*']"]
    ours += ["--config", "extend-exclude = []", "--config", "lint.isort.known-first-party = ['cms', 'plugins']"]
    for command in ("check", "format"):
        options = [*ours, "--check"] if command == "format" else ours
        done = run(*ruff, command, *options, str(started))
        assert done.returncode == 0, done.stdout
        assert "No Python files found" not in done.stderr


def test_every_written_text_is_in_its_catalogue(started: Path) -> None:
    catalogue = polib.pofile(str(started / CROWD / "locale" / "ja" / "LC_MESSAGES" / "django.po"))
    assert catalogue.percent_translated() == 100


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["Grants"], "cannot be a slug"),
        (["gr__ants"], "cannot be a slug"),
        (["home"], "is taken"),
        (["minutes", "--with", "page,teapot"], "There is no part teapot. There are: page, "),
        (["minutes", "--ja", '助成"金'], "cannot contain quotes"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_left(tmp_path: Path, arguments: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("startplugin", *arguments, "--folder", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("startplugin", "minutes", "--folder", str(tmp_path))
    assert list((tmp_path / "minutes").iterdir()) == []


def test_a_part_brings_those_that_it_needs() -> None:
    assert [part.option for part in chosen(["menu"])] == ["urls", "menu", "roles"]


def test_files_do_not_depend_on_the_order_of_the_wishes() -> None:
    one, other = (Wish("a", "あ", "A", chosen(options)) for options in (["menu", "page"], ["page", "menu"]))
    assert files(one) == files(other)


def test_a_started_plugin_runs_at_once(tmp_path: Path) -> None:
    call_command("startplugin", "minutes", "--ja", "助成金", "--en", "Grants", "--folder", str(tmp_path), verbosity=0)
    verdict = Site(tmp_path / "var", (tmp_path,)).verdicts()["plugins.minutes"]
    assert (verdict["status"], verdict["notes"], verdict["name"]) == ("loaded", [], {"ja": "助成金", "en": "Grants"})
