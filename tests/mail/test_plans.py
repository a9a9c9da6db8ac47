"""What runs every minute reads what is due, not what there is: how SQLite goes about the statements."""

import pytest
from django.db import connection
from django.utils import timezone

from cms.mail import claiming, pump
from cms.mail.models import Delivery
from events.registration import services

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plans"),
]

LARGE = ("mail_delivery", "mail_mailing", "event_registration_registration", "event_registration_allocation")
EVERY_MINUTE = {
    "claim": claiming.claim,
    "take back": claiming.take_back_abandoned,
    "refuse": claiming.refuse_suppressed,
    "sweep": pump.sweep,
    "offers": services.expire_offers,
    "unverified": services.expire_unverified,
    "reminders": services.send_due_reminders,
}


def read_whole(run):
    """The large tables that the statements of `run` read from end to end."""
    found = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                steps = [row[-1].split() for row in cursor.fetchall()]
            found.extend(step[1] for step in steps if step[0] == "SCAN" and step[1] in LARGE)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    return found


@pytest.mark.parametrize("name", EVERY_MINUTE)
def test_nothing_large_is_read_whole(name):
    assert read_whole(lambda: EVERY_MINUTE[name](now=timezone.now())) == []


def test_without_its_index_reading_the_whole_is_seen():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX mail_delivery_due")
    assert "mail_delivery" in read_whole(lambda: claiming.claim(now=timezone.now()))


def test_a_list_of_states_in_place_of_the_words_of_the_index_is_seen():
    waiting = Delivery.objects.filter(state__in=["pending", "deferred"], due_at__lte=timezone.now())
    assert read_whole(lambda: list(waiting)) == ["mail_delivery"]
