"""From SQLite to PostgreSQL: every row, every value; nothing is begun that cannot be finished."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests import databases

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a PostgreSQL server to move to"),
]
ROOT = databases.ROOT


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The demo on SQLite."""
    file = tmp_path / "kakehashi.sqlite3"
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", file)
    return file


@pytest.fixture
def target(copies: databases.Copies) -> str:
    """An empty database of the server that the tests run on, dropped afterwards."""
    name = f"moved_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def manage(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_every_row_arrives_and_new_ones_get_new_keys(source: Path, target: str) -> None:
    with closing(sqlite3.connect(source)) as database, database:
        database.execute("UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'accounts_user'")  # of one deleted since
    moved = manage(f"sqlite:///{source}", "move_database", "--to", target)
    assert moved.returncode == 0, moved.stderr
    count = "from django.contrib.auth import get_user_model as u; from wagtail.models import Page as P, Revision as R;"
    count += "print(P.objects.count(), R.objects.count(), sorted(u().objects.values_list('pk', 'username')))"
    here, there = (manage(url, "shell", "--no-imports", "-c", count).stdout for url in (f"sqlite:///{source}", target))
    assert here
    assert here == there
    added = "from django.contrib.auth import get_user_model as u; print(u().objects.create_user(username='new').pk)"
    assert manage(target, "shell", "--no-imports", "-c", added).stdout.strip() == "5001"
    # PostgreSQL, which looks at nothing by itself here, knows how many pages arrived.
    assumed = "from django.db import connection as c; x = c.cursor(); from wagtail.models import Page as P;"
    assumed += "x.execute('SELECT reltuples FROM pg_class WHERE relname = %s', [P._meta.db_table]);"
    assumed += "print(int(x.fetchone()[0]) == P.objects.count())"
    assert manage(target, "shell", "--no-imports", "-c", assumed).stdout.strip() == "True"
    again = manage(f"sqlite:///{source}", "move_database", "--to", target)
    assert again.returncode != 0
    assert "holds a site already" in again.stderr


def test_a_value_that_does_not_fit_is_named_before_anything_is_done(source: Path, target: str) -> None:
    with closing(sqlite3.connect(source)) as database, database:
        database.execute("UPDATE accounts_user SET first_name = ? WHERE username = 'editor'", ["長" * 400])
    moved = manage(f"sqlite:///{source}", "move_database", "--to", target)
    assert moved.returncode != 0
    assert "accounts_user" in moved.stderr
    assert "first_name has 400 characters" in moved.stderr
    assert "making the tables" not in moved.stdout


def test_a_table_nobody_knows_is_not_left_behind_unsaid(source: Path, target: str) -> None:
    with closing(sqlite3.connect(source)) as database, database:
        database.execute("CREATE TABLE raffle_ticket (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO raffle_ticket VALUES (1)")
    moved = manage(f"sqlite:///{source}", "move_database", "--to", target)
    assert moved.returncode != 0
    assert "raffle_ticket" in moved.stderr
