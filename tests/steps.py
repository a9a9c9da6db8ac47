"""How much SQLite has to do for an answer: the same on every machine, unlike the time that it takes."""

from collections.abc import Callable

from django.db import connection

#: The machine inside SQLite is asked each time that it has taken so many steps.
EVERY = 20


def steps_of(run: Callable[[], object]) -> int:
    """Return how many steps the statements of `run` take in SQLite's virtual machine, to the next `EVERY`.

    A row that is looked at takes some ten steps, whether it is found or not.
    """
    count = 0

    def note() -> int:
        nonlocal count
        count += EVERY
        return 0

    connection.ensure_connection()
    assert connection.connection is not None
    connection.connection.set_progress_handler(note, EVERY)
    try:
        run()
    finally:
        connection.connection.set_progress_handler(None, EVERY)
    return count
