"""The plumbing that all other tests stand on."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from wagtail.models import Page

from tests import databases


@pytest.mark.django_db(transaction=True)
def test_a_test_may_commit() -> None:
    get_user_model().objects.create_user(username="left-behind")


@pytest.mark.django_db
def test_the_next_test_finds_a_fresh_database() -> None:
    assert not get_user_model().objects.filter(username="left-behind").exists()
    assert Page.objects.filter(depth=1).exists()


def test_demo_db_has_the_demo(demo_db: None) -> None:
    assert get_user_model().objects.filter(username="editor").exists()


def test_live_site_serves_the_demo_in_a_real_browser(live_site, page) -> None:
    answer = page.goto(f"{live_site.url}/ja/")
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == "ja"


def test_live_site_can_be_reset_while_it_runs(live_site) -> None:
    live_site.reset()
    live_site.reset()


def test_query_count_counts_every_query(query_count, django_user_model) -> None:
    assert query_count(lambda: [django_user_model.objects.count() for _ in range(3)]) == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies of SQLite are looked at")
def test_a_copy_that_was_emptied_unsaid_is_made_anew(demo_db: None, copies: databases.Copies) -> None:
    emptied = Path(connection.settings_dict["NAME"]).with_name(f"{databases.EMPTY}.sqlite3")
    copies.made.add(databases.EMPTY)
    copies._copy(databases.EMPTY)
    with closing(sqlite3.connect(emptied)) as other, other:
        other.execute("DELETE FROM wagtailcore_site")
    assert copies.mend() == [databases.EMPTY]
    assert copies.mend() == []


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates with none in it."""
    monkeypatch.setattr(databases, "CACHE", tmp_path)
    return tmp_path


def template(cache: Path, name: str, made_of: dict[str, str]) -> Path:
    folder = cache / name
    folder.mkdir()
    (folder / databases.MADE_OF).write_text(json.dumps(made_of))
    (folder / "complete").touch()
    return folder


def test_a_template_is_near_while_none_of_its_migrations_has_changed(cache: Path) -> None:
    today = databases.migrations(databases.FURTHER)
    first = min(today)
    near = template(cache, "empty-a", {path: made for path, made in today.items() if path != first})
    assert databases.nearest("empty") == near
    assert databases.nearest("demo") is None
    (near / databases.MADE_OF).write_text(json.dumps(today | {first: "edited"}))
    assert databases.nearest("empty") is None
    (near / databases.MADE_OF).write_text(json.dumps(today | {"home/migrations/9999_renamed.py": "gone"}))
    assert databases.nearest("empty") is None


def test_a_template_that_was_not_finished_is_not_near(cache: Path) -> None:
    (template(cache, "empty-a", {}) / "complete").unlink()
    assert databases.nearest("empty") is None
