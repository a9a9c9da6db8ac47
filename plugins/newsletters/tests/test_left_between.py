"""Who leaves, pauses or moves between the counting of a letter's readers and its sending."""

from datetime import timedelta

import pytest

from cms.mail.bulk import engine
from cms.mail.models import BulkDelivery, Channel, OptIn
from cms.mail.services import suppression
from cms.mail.states import Reason
from cms.mail.states import State as Sent
from plugins.newsletters import services

from .conftest import NOW
from .letters import got, part, read

pytestmark = pytest.mark.django_db


def test_who_pauses_between_counting_and_sending_gets_nothing(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    services.freeze_due(now=NOW)
    until = (NOW + timedelta(days=30)).date()
    services.pause(subscriber=reader, until=until, channel=Channel.LINK, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert (mailoutbox, BulkDelivery.objects.get().reason) == ([], Reason.PAUSED_LETTERS)


def test_who_is_erased_between_counting_and_sending_gets_nothing(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    services.freeze_due(now=NOW)
    services.erase(subscriber=reader, channel=Channel.LINK, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert (mailoutbox, BulkDelivery.objects.get().reason) == ([], Reason.LEFT_THE_LIST)


def test_who_is_suppressed_between_counting_and_sending_gets_nothing(site, issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    services.freeze_due(now=NOW)
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
    services.freeze_due(now=NOW)
    moves_house(reader, "new@example.com")
    engine.drive(now=NOW + timedelta(minutes=4))
    arrived = letters(mailoutbox)
    assert got(arrived) == ["new@example.com"]
    own = next(line for line in part(arrived[0]).splitlines() if "/newsletters/preferences/" in line)
    assert "new@example.com" in client.get("/" + own.split("/", 3)[3]).content.decode()


def test_a_reader_who_moves_to_an_address_that_gets_the_letter_gets_it_once(issue, reader, enter, mailoutbox):
    enter("new@example.com")
    services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    services.freeze_due(now=NOW)
    moves_house(reader, "new@example.com")
    engine.drive(now=NOW + timedelta(minutes=4))
    reasons = set(BulkDelivery.objects.exclude(state=Sent.SENT).values_list("state", "reason"))
    assert (got(letters(mailoutbox)), reasons) == (["new@example.com"], {(Sent.WITHDRAWN, Reason.LEFT_THE_LIST)})
