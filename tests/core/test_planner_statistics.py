"""PostgreSQL has looked at every table before it answers, also at the small ones that it does not look at by itself."""

from contextlib import closing

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import planner_statistics
from cms.core.models import Keyword
from cms.plugin_api import Registry, Schedule
from events.registration.models import Event
from tests.factories.event_pages import told

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's")


def never_looked_at() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND reltuples < 0"
        )
        return {name for (name,) in cursor.fetchall()}


def rows_assumed(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


@pytest.fixture
def new_table() -> str:
    """A table that PostgreSQL has never looked at."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE looked_at (id integer)")
    return "looked_at"


@on_postgres
def test_after_migrating_no_table_is_one_that_it_knows_nothing_of() -> None:
    assert never_looked_at() == set()


@on_postgres
@pytest.mark.usefixtures("demo_db")
def test_after_the_demo_it_knows_how_many_events_there_are() -> None:
    assert rows_assumed(Event._meta.db_table) == Event.objects.count() > 0


@on_postgres
def test_once_a_day_it_looks_again(new_table: str) -> None:
    assert never_looked_at() == {new_table}
    told()
    (schedule,) = [each for each in Registry.of(Schedule) if each.key == "planner_statistics"]
    schedule.run(now=timezone.now())
    assert never_looked_at() == set()
    assert rows_assumed(Event._meta.db_table) == 1


@on_postgres
def test_a_table_that_somebody_changes_holds_nobody_up(new_table: str) -> None:
    """Without leaving it out the statement waits for its lock, and fails."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute(f"BEGIN; LOCK TABLE {Keyword._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        planner_statistics.refresh()
        cursor.execute("ROLLBACK")
    assert never_looked_at() == set()


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_what_has_succeeded_does_not_fail_for_it(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
        with closing(connection.copy()) as other, other.cursor() as killer:
            killer.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    planner_statistics.refresh_after_work()
    assert "could not look" in caplog.text
    connection.close()
    planner_statistics.refresh()  # a new connection


@on_sqlite
def test_sqlite_is_not_asked_to_look() -> None:
    with CaptureQueriesContext(connection) as queries:
        planner_statistics.refresh()
    assert len(queries) == 0
