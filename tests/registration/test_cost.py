"""What a registration costs: others wait for its lock meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from cms.mail.models import Mailing
from events.registration import services
from events.registration.choices import MessageKind
from events.registration.letter_rows import LetterRows
from events.registration.models import Allocation, Offering, Registration
from events.registration.news import News
from events.registration.notifications import tell
from events.registration.party import NeedAsked
from tests.factories.events import NOW, bookable, key, registered

pytestmark = pytest.mark.django_db
VIETNAMESE = (NeedAsked(kind="interpreter", language="vi"),)


@pytest.fixture
def offering() -> Offering:
    """One interpreter beside the places; somebody is registered, so that what is kept is kept."""
    row = bookable()
    services.add_interpreters(event=row.event, language="vi", capacity=1)
    registered(row, 0)
    return row


def asked(offering: Offering, number: int, **facts: Any) -> list[str]:
    """Return the statements of one registration."""
    with CaptureQueriesContext(connection) as queries:
        registered(offering, number, **facts)
    return [query["sql"] for query in queries]


@contextmanager
def compiled() -> Iterator[list[str]]:
    """Yield the tables of the queries that were put into words meanwhile, subqueries too."""
    tables: list[str] = []

    def look(frame: FrameType, what: str, _given: Any) -> None:
        if what == "call" and frame.f_code is SQLCompiler.as_sql.__code__:
            tables.append(frame.f_locals["self"].query.model._meta.db_table)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield tables
    finally:
        sys.setprofile(before)


def test_a_registration_is_written_once(offering: Offering) -> None:
    table = '"event_registration_registration" '
    written = [sql for sql in asked(offering, 1) if sql.startswith((f"INSERT INTO {table}", f"UPDATE {table}"))]
    assert [sql.split()[0] for sql in written] == ["INSERT"]


def read(statements: list[str], *tables: str) -> dict[str, int]:
    """Return how often rows of each table were read for themselves."""
    return {table: sum(sql.startswith(f'SELECT "{table}".') for sql in statements) for table in tables}


WITH_A_PLACE = (
    "event_registration_session", "event_registration_allocation", "event_registration_need", "core_centre",
    "core_appearance",
)  # fmt: skip


def test_a_registration_reads_its_dates_once_and_nothing_that_it_has_written(offering: Offering) -> None:
    once = dict.fromkeys(WITH_A_PLACE, 0) | {"event_registration_session": 1}
    assert read(asked(offering, 1, needs=VIETNAMESE), *WITH_A_PLACE) == once


def test_a_registration_that_waits_reads_no_more() -> None:
    full = bookable(capacity=1)
    registered(full, 0)
    registered(full, 1)
    once = dict.fromkeys(WITH_A_PLACE, 0) | {"event_registration_session": 1}
    assert read(asked(full, 2), *WITH_A_PLACE) == once


def test_places_are_read_once_under_their_lock(offering: Offering) -> None:
    statements = asked(offering, 1, needs=VIETNAMESE)
    assert sum('"event_registration_capacitypool"."held"' in sql for sql in statements if "SELECT" in sql) == 1


def test_a_letter_is_one_transaction_within_that_of_the_registration(offering: Offering) -> None:
    """Within the transaction of a test the registration is the first savepoint."""
    assert sum(sql.startswith("SAVEPOINT") for sql in asked(offering, 1)) == 2


def test_another_letter_reads_once_what_goes_with_a_place(offering: Offering) -> None:
    registered(offering, 1, needs=VIETNAMESE)
    row = Registration.objects.select_related("event__site", "offering").latest("pk")
    with CaptureQueriesContext(connection) as queries:
        tell(registration=row, kind=MessageKind.LINK, key=key(), now=NOW, news=News())
    statements = [query["sql"] for query in queries]
    once = dict.fromkeys(WITH_A_PLACE, 1) | {"core_centre": 0, "core_appearance": 0}
    assert read(statements, *WITH_A_PLACE) == once
    assert sum('JOIN "core_centre"' in sql for sql in statements) == 1


def test_what_is_arranged_stands_in_the_order_of_its_pools_in_the_first_letter_too() -> None:
    written = [Allocation(pool_id=pool, is_primary=pool == 1) for pool in (1, 3, 2)]
    assert [row.pool_id for row in LetterRows(Registration(), allocations=written).besides] == [2, 3]


def test_what_each_registration_asks_is_put_into_words_once(offering: Offering) -> None:
    with compiled() as tables:
        registered(offering, 1)
    own = [table for table in tables if table.startswith("event_registration_")]
    assert own == []


def test_control_a_query_that_is_put_into_words_is_seen(offering: Offering) -> None:
    with compiled() as tables:
        assert Offering.objects.filter(pk=offering.pk).exists()
    assert tables == ["event_registration_offering"]


def test_a_letter_tells_what_is_arranged_and_what_is_not_yet(offering: Offering) -> None:
    """From the same rows: who came first has the interpreter, the second waits for one."""
    registered(offering, 1, needs=VIETNAMESE)
    registered(offering, 2, needs=VIETNAMESE)
    first, second = Mailing.objects.filter(kind="registration.confirmed").order_by("pk")[1:]
    arranged, not_yet = "【ご用意するもの】", "まだご用意できていません"
    assert (arranged in first.text, not_yet in first.text) == (True, False)
    assert (arranged in second.text, not_yet in second.text) == (False, True)
