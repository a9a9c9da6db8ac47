"""What a registration costs on the current database: `python -m tests.bench.registration [people] [--message]`.

CPU and queries of one registration after another by the service alone; then of the form that a person opens and sends,
every layer from the middleware on, without a network; then people per second from eight processes at one pool; then how
long each waits while each of eight processes has somebody once a second, and how many fail; with --message how long
registering takes while staff write to as many people. A
scratch copy of the empty test database is filled; on PostgreSQL, a test database beside that of DATABASE_URL.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import django

PROCESSES, PLACES = 8, 50


def sequential(people: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories.events import bookable, registered

    offering = bookable(capacity=people // 2)
    registered(offering, 0)
    cpu, wall = time.process_time(), time.perf_counter()
    for number in range(1, people):
        registered(offering, number)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    with CaptureQueriesContext(connection) as queries:
        registered(offering, people)
    each = 1000 / (people - 1)
    print(f"one after another: {cpu * each:.1f} ms of CPU, {wall * each:.1f} ms each; {len(queries)} queries")
    if "--queries" in sys.argv:
        for query in queries:
            print("   ", query["sql"][:150])


def form_and_answer(people: int) -> None:
    """What one completed registration costs a web process: the form (GET) and its answer (POST), page caches warm."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from cms.core.public_forms.tickets import Ticket
    from tests.factories.event_pages import offered, told

    offering = offered(told(), capacity=people // 2)
    address, client = f"/ja/registrations/new/{offering.event_id}/", Client(HTTP_SEC_FETCH_SITE="same-origin")
    spent: dict[str, list[float]] = {"GET": [], "POST": []}
    for number in range(people + 1):
        ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
        filled = {
            "ticket": ticket, "offering": offering.pk, "name": "見本 花子", "kana": "みほん はなこ",
            "email": f"person{number}@example.jp", "phone": f"053-{number // 10000:03}-{number % 10000:04}",
            "contact_pref": "mail", "seats": "1", "consent": "on",
        }  # fmt: skip
        # Everybody has an own connection; of one alone, only so many forms are taken.
        connection = f"10.0.{number // 250}.{number % 250}"
        before = time.process_time()
        form = client.get(address, REMOTE_ADDR=connection)
        between = time.process_time()
        answer = client.post(address, filled, REMOTE_ADDR=connection)
        after = time.process_time()
        assert (form.status_code, answer.status_code) == (200, 303), answer.content.decode()
        if number:  # the first one warms the caches
            spent["GET"].append(1000 * (between - before))
            spent["POST"].append(1000 * (after - between))
    # On a machine with other work the mean tells of that work too; the median less.
    for name, of in (("mean", statistics.mean), ("median", statistics.median)):
        each = {method: of(times) for method, times in spent.items()}
        said = f"GET {each['GET']:.1f}, POST {each['POST']:.1f}"
        print(f"form and answer: {sum(each.values()):.1f} ms of CPU ({name}; {said})")


def at_once(people: int) -> None:
    from django.db import connections

    from events.registration import services
    from events.registration.models import Registration
    from tests.factories.events import NOW, bookable

    offering = bookable(capacity=PLACES)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    started = time.perf_counter()
    crowd = [fork.Process(target=_share, args=(offering.pk, number, people)) for number in range(PROCESSES)]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join()
    seconds = time.perf_counter() - started
    rows = Registration.objects.filter(offering=offering)
    confirmed, waiting = (rows.filter(state=state).count() for state in ("confirmed", "waitlisted"))
    broken = len(services.reconcile(now=NOW))
    print(f"{PROCESSES} processes: {rows.count() / seconds:.0f} registrations a second")
    print(f"  {confirmed} confirmed, {waiting} waiting, {broken} invariants broken")


def once_a_second(people: int) -> None:
    """How long each waits, by the service alone, while somebody comes to each of eight processes once a second."""
    from django.db import connections

    from tests.factories.events import bookable

    offering = bookable(capacity=None)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    told: multiprocessing.Queue[list[float]] = fork.Queue()
    each = -(-people // PROCESSES)
    writers = [
        fork.Process(target=_paced, args=(offering.pk, 1_000_000 + number * (each + 1), each, number / PROCESSES, told))
        for number in range(PROCESSES)
    ]
    for writer in writers:
        writer.start()
    waits = sorted(itertools.chain.from_iterable(told.get() for _writer in writers))
    for writer in writers:
        writer.join()
    failed = PROCESSES * each - len(waits)
    print(
        f"{PROCESSES} processes, one each second: {statistics.median(waits):.0f} ms (median), "
        f"{waits[len(waits) * 19 // 20]:.0f} ms (95th percentile), {failed} of {PROCESSES * each} failed"
    )


def _paced(offering: int, first: int, people: int, begins: float, told: multiprocessing.Queue[list[float]]) -> None:
    from django.db import DatabaseError

    from events.registration import services
    from events.registration.exceptions import Refused
    from tests.factories.events import NOW, key, party

    waits = []
    began = time.perf_counter() + begins
    for number in range(people + 1):
        time.sleep(max(0.0, began + number - time.perf_counter()))
        before = time.perf_counter()
        with suppress(DatabaseError, Refused):
            services.register(
                offering=offering, idem_key=key(), party=party(first + number), locale="ja", now=NOW
            )  # fmt: skip
            waits.append(1000 * (time.perf_counter() - before))
    told.put(waits[1:])  # the first one of a process reads what later ones remember


def beside_a_message(people: int) -> None:
    """How long registering takes while staff write to many, and what it takes alone: one after another, in a thread."""
    import threading

    from django.db import connection

    from events.registration import services
    from events.registration.exceptions import PoolsBusy
    from events.registration.services import group_messages
    from tests.factories.events import NOW, bookable, key, registered

    offering = bookable(capacity=None)
    for number in range(people):
        registered(offering, number)
    waits: list[float] = []
    over, numbers = threading.Event(), itertools.count(people)

    def come() -> None:
        while not over.is_set():
            number = next(numbers)
            before = time.perf_counter()
            with suppress(PoolsBusy):  # after ten seconds
                registered(offering, number)
            waits.append(1000 * (time.perf_counter() - before))
        connection.close()

    def say(what: str) -> None:
        print(f"{what}: {statistics.median(waits):.0f} ms a registration (median), the longest {max(waits):.0f} ms")
        waits.clear()

    group_messages.WRITES_FOR = 3600.0
    for at_once, what in ((0, "alone"), (group_messages.AT_ONCE, "a few letters at a time"), (10**6, "all in one go")):
        over.clear()
        somebody = threading.Thread(target=come)
        somebody.start()
        began = time.perf_counter()
        if at_once:
            group_messages.AT_ONCE = at_once
            services.write_to_registrants(
                event=offering.event_id, audience="confirmed", subject="x", text="x", key=key(), by=None, now=NOW
            )
        else:
            time.sleep(3)
        took = time.perf_counter() - began
        over.set()
        somebody.join()
        say(f"beside a message to {people}, {what} ({took:.1f} s)" if at_once else what)


def _share(offering: int, number: int, people: int) -> None:
    from events.registration import services
    from tests.factories.events import NOW, key, party

    for person in range(number, people, PROCESSES):
        services.register(offering=offering, idem_key=key(), party=party(person), locale="ja", now=NOW)


def main() -> None:
    people = next((int(word) for word in sys.argv[1:] if word.isdigit()), 200)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    with tempfile.TemporaryDirectory() as folder:
        on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
        if not on_postgres:
            from tests import databases

            template = databases.sqlite_template(databases.EMPTY)
            shutil.copyfile(template / "database.sqlite3", Path(folder) / "bench.sqlite3")
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        from django.db import connection

        before = connection.creation.create_test_db(verbosity=0) if on_postgres else ""
        try:
            print(f"{connection.vendor}, {people} people")
            sequential(people)
            form_and_answer(people)
            at_once(people)
            once_a_second(people)
            if "--message" in sys.argv:
                beside_a_message(people)
        finally:
            if on_postgres and before:
                connection.creation.destroy_test_db(os.environ["DATABASE_URL"].rpartition("/")[2], verbosity=0)


if __name__ == "__main__":
    main()
