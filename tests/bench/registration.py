"""What a registration costs on the current database: `python -m tests.bench.registration [people]`.

Services only: CPU and queries of one registration after another, then people per second from eight processes at one
pool. A scratch copy of the empty test database is filled; on PostgreSQL, a test database beside that of DATABASE_URL.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
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
            at_once(people)
        finally:
            if on_postgres and before:
                connection.creation.destroy_test_db(os.environ["DATABASE_URL"].rpartition("/")[2], verbosity=0)


if __name__ == "__main__":
    main()
