"""A copy of the project without any folder in `plugins/`: it starts, and everything outside of them is as it was.

Its database is the one of a site that had them: the demo, with the plugins' tables, pages and rows.
"""

import json
import shutil
import subprocess
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from tests import databases
from tests.architecture.sources import ROOT, tracked

from .written import Site

LOOK = """
import json
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page
client = Client()
found = {"plugins": [verdict.slug for verdict in settings.PLUGINS.verdicts]}
for path in ("/ja/", "/en/", "/ja/search/?q=cafe", "/sitemap.xml", "/admin/login/"):
    found[path] = client.get(path).status_code
pages = Page.objects.live().public().filter(depth__gt=1, content_type__app_label__in=("home", "activities", "events"))
kinds = {page.content_type_id: page for page in pages.order_by("-pk")}
found["pages"] = sorted({client.get(page.url).status_code for page in kinds.values()})
client.force_login(get_user_model().objects.filter(is_superuser=True).first())
for path in ("/admin/", "/admin/plugins/", "/admin/pages/"):
    found[path] = client.get(path).status_code
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project as somebody has it who deleted every plugin's folder."""
    root = tmp_path_factory.mktemp("bare")
    for path in tracked():
        if path.parts[0] != "plugins" or len(path.parts) == 2:
            copy(ROOT / path, root / path)
            # With what is compiled: to do it anew takes most of the time that these processes need.
            if path.suffix == ".py" and (compiled := Path(cache_from_source(str(ROOT / path)))).exists():
                copy(compiled, Path(cache_from_source(str(root / path))))
    # Tests ask git which files are the project's.
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    var = tmp_path_factory.mktemp("bare-var")
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", var / "database.sqlite3")
    return Site(var, root=root)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)  # with its time, by which Python knows whether what is compiled fits


def test_no_folder_of_a_plugin_was_copied(bare: Site) -> None:
    assert [
        path.name for path in (bare.root / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"
    ] == []


@pytest.fixture(scope="module")
def said(bare: Site) -> list[subprocess.CompletedProcess[str]]:
    """What a process of it says to all that is asked of it."""
    return bare.several(
        ("check", "--fail-level", "WARNING"),
        ("makemigrations", "--check", "--dry-run"),
        ("migrate", "--verbosity", "0"),
        ("-c", LOOK),
    )


def test_it_checks_and_wants_no_migration(said: list[subprocess.CompletedProcess[str]]) -> None:
    assert said[0].returncode == 0, said[0].stderr
    assert "No changes detected" in said[1].stdout


def test_it_migrates_what_the_plugins_left_behind_and_serves_core(
    said: list[subprocess.CompletedProcess[str]],
) -> None:
    assert said[2].returncode == 0, said[2].stderr
    found = json.loads(said[3].stdout.splitlines()[-1])
    assert found.pop("plugins") == []
    assert found.pop("pages") == [200]
    assert set(found.values()) == {200}, found


def test_every_test_outside_can_be_collected(bare: Site) -> None:
    done = bare.run(
        "-m", "pytest", "-q", "--collect-only", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "tests"
    )
    assert "error" not in done.stdout.splitlines()[-1]


def test_there_is_a_plugin_to_be_without() -> None:
    """The control: else the tests above would see nothing."""
    assert list(Path(ROOT, "plugins").glob("*/plugin.toml"))
