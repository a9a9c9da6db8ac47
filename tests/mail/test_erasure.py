"""On the promised day contents and addresses are gone everywhere, and the counts stay."""

from datetime import timedelta

import pytest
from django.apps import apps

from cms.mail.claiming import claim
from cms.mail.models import Delivery, MailAttachment, Mailing, Suppression
from cms.mail.pump import pump
from cms.mail.services import Attachment, erase_due
from cms.mail.states import State

from .conftest import NOON
from .sink import by_address

pytestmark = pytest.mark.django_db
DAY = NOON + timedelta(days=30)
SECRETS = {
    "to": "himitsu@example.jp", "recipient": "秘密花子",
    "subject": "秘密の件名", "text": "秘密の本文", "html": "<p>秘密",
    "attachments": [Attachment("秘密.ics", "text/calendar", "秘密".encode())], "erase_after": DAY,
}  # fmt: skip


def everything():
    """Whatever the tables of mail hold, as one text."""
    found = []
    for model in apps.get_app_config("mail").get_models():
        for row in model.objects.values():
            found += [
                bytes(each).decode() if isinstance(each, bytes | memoryview) else str(each) for each in row.values()
            ]
    return "\n".join(found)


def test_after_the_day_no_personal_word_is_left(queue, sink):
    sink.rcpt = by_address({"himitsu": "450 4.2.0 <himitsu@example.jp> 秘密"})
    queue(**SECRETS)
    pump(now=NOON)
    assert "himitsu" in everything()
    assert "秘密" in everything()
    assert erase_due(now=DAY) == 1
    assert "himitsu" not in everything()
    assert "秘密" not in everything()
    assert not MailAttachment.objects.exists()
    assert set(Delivery.objects.values_list("address_hash", flat=True)) == {""}


def test_before_the_day_everything_is_kept(queue):
    queue(**SECRETS)
    assert erase_due(now=DAY - timedelta(seconds=1)) == 0
    assert Mailing.objects.get().text == "秘密の本文"


def test_what_was_sent_stays_counted_as_sent(queue, sink):
    queue(**SECRETS)
    pump(now=NOON)
    erase_due(now=DAY)
    assert Delivery.objects.totals()[State.SENT] == 1


def test_what_had_not_left_is_withdrawn_with_its_reason(queue):
    queue(**SECRETS)
    erase_due(now=DAY)
    assert Delivery.objects.values_list("state", "reason").get() == ("withdrawn", "erased")


def test_what_must_be_gone_is_not_sent_though_nobody_has_erased_it_yet(queue, sink):
    queue(**SECRETS)
    pump(now=DAY)
    assert not sink.received


def test_a_mail_being_handed_over_is_erased_the_next_time(queue):
    queue(**SECRETS)
    delivery = claim(now=NOON)
    assert erase_due(now=DAY) == 0
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=NOON, claim="", claimed_until=None)
    assert erase_due(now=DAY) == 1


def test_queueing_the_same_after_its_erasure_sends_nothing(queue, sink):
    queue(key="7", **SECRETS)
    erase_due(now=DAY)
    queue(key="7", **SECRETS)
    pump(now=DAY)
    assert Delivery.objects.count() == 1
    assert not sink.received


def test_a_suppression_outlives_the_mail_and_names_nobody(queue, sink):
    sink.rcpt = by_address({"himitsu": "550 5.1.1 no such user"})
    queue(**SECRETS)
    pump(now=NOON)
    erase_due(now=DAY)
    assert Suppression.objects.count() == 1
    assert "himitsu" not in everything()
