"""Who leaves, pauses or moves between the counting of a letter's readers and its sending."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from cms.mail.bulk import engine
from cms.mail.models import BulkDelivery, Channel, OptIn
from cms.mail.services import suppression
from cms.mail.states import Reason
from cms.mail.states import State as Sent
from plugins.newsletters import services
from plugins.newsletters.models import Subscriber, Topic

from .conftest import NOW
from .letters import freeze_due, got, part, read

pytestmark = pytest.mark.django_db


def test_who_pauses_between_counting_and_sending_gets_nothing(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    until = (NOW + timedelta(days=30)).date()
    services.pause(subscriber=reader, until=until, channel=Channel.LINK, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert (mailoutbox, BulkDelivery.objects.get().reason) == ([], Reason.PAUSED_LETTERS)


def test_who_is_erased_between_counting_and_sending_gets_nothing(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    services.erase(subscriber=reader, channel=Channel.LINK, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert (mailoutbox, BulkDelivery.objects.get().reason) == ([], Reason.LEFT_THE_LIST)


def test_who_is_suppressed_between_counting_and_sending_gets_nothing(site, issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    suppression.suppress(site=site, address=reader.address, why=suppression.Suppression.Why.REFUSED, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    row = BulkDelivery.objects.get()
    assert (mailoutbox, row.state, row.reason) == ([], Sent.WITHDRAWN, Reason.SUPPRESSED)


def moves_house(reader, to: str) -> None:
    """She asks for another address and presses the button behind the link."""
    services.ask_for_address(subscriber=reader, address=to, page="/", now=NOW)
    services.confirm_address(row=OptIn.objects.get(address=to), now=NOW)


def letters(mailoutbox) -> list:
    """Without the mails about the address itself."""
    return [mail for mail in mailoutbox if read(mail)["List-Id"]]


def test_who_changes_her_address_between_counting_and_sending_gets_the_letter_there(client, issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    moves_house(reader, "new@example.com")
    engine.drive(now=NOW + timedelta(minutes=4))
    arrived = letters(mailoutbox)
    assert got(arrived) == ["new@example.com"]
    own = next(line for line in part(arrived[0]).splitlines() if "/newsletters/preferences/" in line)
    assert "new@example.com" in client.get("/" + own.split("/", 3)[3]).content.decode()


def test_a_reader_who_moves_to_an_address_that_gets_the_letter_gets_it_once(issue, reader, enter, mailoutbox):
    enter("new@example.com")
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    moves_house(reader, "new@example.com")
    engine.drive(now=NOW + timedelta(minutes=4))
    reasons = set(BulkDelivery.objects.exclude(state=Sent.SENT).values_list("state", "reason"))
    assert (got(letters(mailoutbox)), reasons) == (["new@example.com"], {(Sent.WITHDRAWN, Reason.LEFT_THE_LIST)})


@contextmanager
def once_looked_up(act) -> Iterator[None]:
    """Do something as somebody else, right after a reader was looked for by an address the first time."""
    done: list[bool] = []

    def look(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not done and sql.startswith("SELECT") and '"newsletters_subscriber"."address_hash" = ' in sql:
            done.append(True)
            act()
        return answer

    with connection.execute_wrapper(look):
        yield
    assert done


def test_somebody_who_signs_up_with_the_new_address_at_that_moment_becomes_one_with_the_reader(reader, topics, enter):
    services.ask_for_address(subscriber=reader, address="new@example.com", page="/", now=NOW)
    row = OptIn.objects.get(address="new@example.com")
    more = Topic.objects.create(site=reader.site, slug="more", name="その他", position=3)
    topics["more"] = more
    with once_looked_up(lambda: enter("new@example.com", topic="more")):
        services.confirm_address(row=row, now=NOW)
    one = Subscriber.objects.get()
    assert (one.pk, one.address, more in one.topics.all()) == (reader.pk, "new@example.com", True)


def test_who_becomes_one_with_another_reader_while_she_confirms_gets_what_she_asked_for(site, topics, reader):
    """Her own row goes, between the look and the lock; what she confirmed is given to the reader that she is now."""
    address, more = "new@example.com", Topic.objects.create(site=site, slug="more", name="その他", position=3)
    services.ask_for_address(subscriber=reader, address=address, page="/", now=NOW)
    moving = OptIn.objects.get(address=address)
    services.sign_up(
        site=site, address=address, topics=[more], frequency="at_once", area=None, locale="ja", channel="form",
        page="/", now=NOW,
    )  # fmt: skip
    wish = OptIn.objects.filter(address=address).exclude(pk=moving.pk).get()
    with once_looked_up(lambda: services.confirm_address(row=moving, now=NOW)):
        given = services.confirm(row=wish, now=NOW)
    assert (given.pk, Subscriber.objects.count(), more in given.topics.all()) == (reader.pk, 1, True)
