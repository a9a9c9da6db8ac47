"""A copy of the project without any folder in `plugins/`: it starts, and everything outside of them is as it was.

Its database is the one of a site that had them: the demo, with the plugins' tables, pages and rows.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import databases
from tests.architecture.sources import ROOT, tracked

from .written import Site

LOOK = """
import json
import django
django.setup()
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
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, root / path)
    # Tests ask git which files are the project's.
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    var = tmp_path_factory.mktemp("bare-var")
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", var / "database.sqlite3")
    return Site(var, root=root)


def test_no_folder_of_a_plugin_was_copied(bare: Site) -> None:
    assert [
        path.name for path in (bare.root / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"
    ] == []


def test_it_checks_and_wants_no_migration(bare: Site) -> None:
    bare.manage("check", "--fail-level", "WARNING")
    assert "No changes detected" in bare.manage("makemigrations", "--check", "--dry-run").stdout


def test_it_migrates_what_the_plugins_left_behind_and_serves_core(bare: Site) -> None:
    bare.manage("migrate", "--verbosity", "0")
    found = json.loads(bare.run("-c", LOOK).stdout.splitlines()[-1])
    assert found.pop("plugins") == []
    assert found.pop("pages") == [200]
    assert set(found.values()) == {200}, found


def test_every_test_outside_can_be_collected(bare: Site) -> None:
    done = bare.run("-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", "-p", "no:xdist", "tests")
    assert "error" not in done.stdout.splitlines()[-1]


def test_there_is_a_plugin_to_be_without() -> None:
    """The control: else the tests above would see nothing."""
    assert list(Path(ROOT, "plugins").glob("*/plugin.toml"))
