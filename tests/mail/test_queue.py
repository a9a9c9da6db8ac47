"""A mail is a row in the caller's transaction, once per kind and key."""

from datetime import timedelta

import pytest
from django.db import transaction

from cms.mail.exceptions import AddressRefused, LineBreakRefused, MailRefused
from cms.mail.models import Delivery, MailAttachment, Mailing
from cms.mail.services import KEPT_FOR, Attachment, withdraw

from .conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_queued_mail_waits_for_its_worker(queue):
    delivery = queue()
    assert (delivery.state, delivery.due_at, delivery.address) == ("pending", NOON, "hanako@example.jp")


def test_the_same_kind_and_key_is_one_mail(queue):
    assert queue(key="7") == queue(key="7", subject="別の件名")
    assert Delivery.objects.count() == Mailing.objects.count() == 1


def test_another_key_is_another_mail(queue):
    assert queue(key="7").message_id != queue(key="8").message_id


def test_a_rolled_back_transaction_leaves_no_mail(queue):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Mailing.objects.exists()


def test_a_mail_is_kept_ninety_days_where_nobody_says_otherwise(queue):
    assert queue().mailing.erase_after == NOON + KEPT_FOR
    assert queue(key="2", erase_after=NOON + timedelta(days=2)).mailing.erase_after == NOON + timedelta(days=2)


def test_attachments_keep_their_order_and_bytes(queue):
    queue(
        attachments=[Attachment("予定.ics", "text/calendar", b"BEGIN", "REQUEST"), Attachment("b", "text/csv", b"\0")]
    )
    rows = MailAttachment.objects.values_list("name", "method", "content")
    assert [(name, method, bytes(content)) for name, method, content in rows] == [
        ("予定.ics", "REQUEST", b"BEGIN"),
        ("b", "", b"\0"),
    ]


@pytest.mark.parametrize("broken", ["a\nBcc: x@example.jp", "a\rb", "a\u2028b", "a\x0bb", "a\x00b"])
@pytest.mark.parametrize("field", ["subject", "recipient"])
def test_a_line_break_in_a_header_is_refused_by_name(queue, field, broken):
    with pytest.raises(LineBreakRefused) as refusal:
        queue(**{field: broken})
    assert refusal.value.field == field
    assert broken not in str(refusal.value)


def test_a_line_break_in_the_name_of_an_attachment_is_refused(queue):
    with pytest.raises(LineBreakRefused):
        queue(attachments=[Attachment("a\nb", "text/csv", b"")])


def test_what_is_no_address_is_refused_and_not_repeated(queue):
    with pytest.raises(AddressRefused) as refusal:
        queue(to="hanako at example.jp")
    assert "hanako" not in str(refusal.value)


def test_a_mail_without_plain_text_is_refused(queue):
    with pytest.raises(MailRefused, match="text"):
        queue(text=" ")


def test_control_characters_in_the_text_are_left_out(queue):
    assert queue(text="一行目\x00\n二行目\x0b").mailing.text == "一行目\n二行目"


@pytest.mark.parametrize("address", ["taro.@docomo.ne.jp", "a..b@docomo.ne.jp", "taro@例え.jp"])
def test_addresses_that_people_have_are_taken(queue, address):
    assert queue(to=address).address == address


def test_one_address_in_two_spellings_has_one_digest(queue):
    assert queue(to="Hanako@Example.jp").address_hash == queue(key="2", to="ｈanako@example.jp").address_hash


def test_a_row_shows_no_address_and_no_subject_by_its_name(queue):
    delivery = queue()
    assert "hanako" not in str(delivery)
    assert "予約" not in str(delivery.mailing)


def test_a_withdrawn_mail_says_why(queue):
    queue(key="7")
    assert withdraw(kind="tests.greeting", key="7", now=NOON)
    assert Delivery.objects.values_list("state", "reason").get() == ("withdrawn", "no_longer_true")


def test_a_mail_that_was_sent_cannot_be_withdrawn(queue):
    queue(key="7")
    Delivery.objects.update(state="sent", sent_at=NOON)
    assert not withdraw(kind="tests.greeting", key="7", now=NOON)
    assert Delivery.objects.get().state == "sent"


def test_more_than_servers_take_is_refused_before_it_is_queued(queue):
    with pytest.raises(MailRefused, match="attachments"):
        queue(attachments=[Attachment("a.pdf", "application/pdf", b"x" * (6 * 1024 * 1024 + 1))])
