"""Somebody else holds what a registration needs: it is said politely, nothing is lost, and it works a moment later."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket
from cms.core.turns import locks_folder
from cms.sqlite.file_locks import file_lock
from events.registration import links, services
from events.registration.exceptions import PoolsBusy
from events.registration.models import CapacityPool, Registration
from events.registration.services.locks import locked_pools
from tests.factories import events as made

pytestmark = pytest.mark.django_db(transaction=True)
BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tenth of a second, in which others do not let go."""
    monkeypatch.setitem(locked_pools.__wrapped__.__kwdefaults__, "patience", 0.1)  # type: ignore[attr-defined]
    if connection.vendor == "sqlite":
        assert connection.features.supports_json_field  # asked while nobody is in the way
        connection.cursor().execute("PRAGMA busy_timeout = 100")
    yield
    connection.close()


@contextmanager
def row_held(pool: int) -> Iterator[None]:
    """Another transaction has written to the row of a pool, past the lock that ours takes first."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            CapacityPool.objects.filter(pk=pool).update(capacity=F("capacity"))
            held.set()
            done.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    try:
        yield
    finally:
        done.set()
        other.join()


def ticket() -> str:
    return str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))


def test_a_row_that_somebody_else_holds_is_a_refusal(impatient: None) -> None:
    offering = made.bookable()
    with row_held(made.pool_of(offering).pk), pytest.raises(PoolsBusy):
        made.registered(offering)


def test_the_form_is_shown_again_with_all_that_was_typed(impatient: None, client: Any, offer: Any) -> None:
    offering = offer()
    typed = {
        "ticket": ticket(), "offering": offering.pk, "name": "待つ 花子", "email": "waits@example.jp", "seats": "2",
        "contact_pref": "mail", "consent": "on",
    }  # fmt: skip
    with row_held(made.pool_of(offering).pk):
        answer = client.post(f"/ja/registrations/new/{offering.event_id}/", typed, **BROWSER)
    # On SQLite a writer keeps out even the counting of forms, which comes first.
    assert answer.status_code == (503 if connection.vendor == "postgresql" else 200)
    assert Registration.objects.count() == 0
    assert ('value="待つ 花子"' in answer.content.decode(), "もう一度" in answer.content.decode()) == (True, True)


def test_the_same_form_is_taken_a_moment_later(impatient: None, client: Any, offer: Any) -> None:
    offering = offer()
    typed = {
        "ticket": ticket(), "offering": offering.pk, "name": "待つ 花子", "email": "waits@example.jp", "seats": "2",
        "contact_pref": "mail", "consent": "on",
    }  # fmt: skip
    with row_held(made.pool_of(offering).pk):
        client.post(f"/ja/registrations/new/{offering.event_id}/", typed, **BROWSER)
    assert client.post(f"/ja/registrations/new/{offering.event_id}/", typed, **BROWSER).status_code == 303


@pytest.mark.parametrize("below", ["cancel/", "change/"])
def test_a_booking_is_left_as_it_was(impatient: None, client: Any, offer: Any, below: str) -> None:
    row = made.registered(offer(), now=timezone.now())
    typed = {"ticket": ticket(), "name": "別の 名前", "email": row.email, "seats": "1", "contact_pref": "mail"}
    with row_held(made.pool_of(row.offering).pk):
        answer = client.post(links.path(row) + below, typed | {"version": row.version}, **BROWSER)
    assert "もう一度" in answer.content.decode()
    assert (made.fresh(row).state, made.fresh(row).name) == ("confirmed", row.name)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: nothing can lock crosswise")
def test_a_deadlock_is_a_refusal() -> None:
    """Two transactions lock the rows of two pools in opposite orders; the database ends one of them."""
    first, second = (made.pool_of(made.bookable()).pk for _ in range(2))
    both, ends = threading.Barrier(2), []

    def run(mine: int, other: int) -> None:
        try:
            with locked_pools([mine]):
                both.wait(30)
                CapacityPool.objects.filter(pk=other).update(capacity=F("capacity"))
            ends.append("done")
        except PoolsBusy:
            ends.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["busy", "done"]


def test_the_clock_goes_on_to_the_next_when_one_is_busy(impatient: None) -> None:
    offerings = [made.bookable() for _ in range(2)]
    for number, offering in enumerate(offerings):
        made.registered(offering, number)
    with row_held(made.pool_of(offerings[0]).pk):
        reminded = services.send_due_reminders(now=made.NOW + timedelta(days=28))
    # On SQLite a writer keeps all others out.
    assert reminded == (1 if connection.vendor == "postgresql" else 0)


def test_what_waits_for_the_commit_holds_nobody_up_at_the_pool() -> None:
    pool = made.pool_of(made.bookable()).pk
    free: list[bool] = []

    def somebody_else() -> None:
        with locked_pools([pool], patience=5):
            free.append(True)
        connection.close()

    def after_commit() -> None:
        other = threading.Thread(target=somebody_else)
        other.start()
        other.join()

    with locked_pools([pool]):
        transaction.on_commit(after_commit)
    assert free == [True]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many writers")
def test_who_is_next_at_a_pool_stands_in_the_line_of_all_who_write() -> None:
    pool = made.pool_of(made.bookable()).pk
    with (
        file_lock(locks_folder() / "write", deadline=time.monotonic() + 60),
        pytest.raises(PoolsBusy),
        locked_pools([pool], patience=0.1),
    ):
        pass
    with locked_pools([pool], patience=5):
        pass


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its lines itself")
def test_where_no_line_can_be_made_places_are_given_all_the_same(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").touch()
    monkeypatch.setattr("cms.sqlite.base.locks_folder", lambda _settings: tmp_path / "file")
    with locked_pools([made.pool_of(made.bookable()).pk]):
        assert connection.in_atomic_block
