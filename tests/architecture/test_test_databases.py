"""A test that leaves rows behind unsaid is found out, and what it left is gone for the next."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Site

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's copies are not counted")
postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="a file is copied, which costs nothing")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_copy_in_which_something_was_left_is_replaced_and_named(copies):
    name = connection.settings_dict["NAME"]
    assert copies.mend() == []
    with closing(sqlite3.connect(name)) as other, other:
        other.execute("DELETE FROM wagtailcore_site")
    assert copies.mend() == ["empty"]
    assert copies.mend() == []


def everything() -> dict[str, object]:
    """Every row of every table, where each sequence stands, and which of the server's databases this is."""
    found: dict[str, object] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT "{table}"::text FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        found["sequences"] = cursor.fetchall()
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        found["database"] = cursor.fetchone()
    return found


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_rows_that_were_committed_are_put_back_in_the_same_database(copies):
    before = everything()
    for _ in range(2):  # what was put back once is as good as new
        Group.objects.create(name="新しい人たち")
        Group.objects.filter(name="Editors").update(name="別の名前")
        Site.objects.all().delete()
        changed = everything()
        assert {name for name in before if changed[name] != before[name]} >= {
            "auth_group", "wagtailcore_site", "sequences"
        }  # fmt: skip
        copies.restore()
        assert everything() == before


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_changed_schema_is_not_put_back_but_copied_anew(copies):
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id integer)")
    copies.restore()
    after = everything()
    assert after.pop("database") != before.pop("database")
    assert after == before


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_who_is_still_connected_holds_nothing_up(copies):
    """A process that a test killed may leave a transaction open on rows that are to be put back."""
    with psycopg.connect(copies.url(connection.settings_dict["NAME"])) as other:
        other.execute("UPDATE wagtailcore_site SET port = 81")
        Group.objects.create(name="新しい人たち")
        copies.restore()
        assert not Group.objects.filter(name="新しい人たち").exists()
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")
        other.close()
