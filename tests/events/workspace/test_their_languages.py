"""Words of staff in mails reach people in the language they registered in, or say in which one they are."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.core.models import FactText
from cms.mail.models import Mailing
from events.registration.models import GroupMessage
from events.registration.party import NeedAsked
from tests.factories.event_pages import offered, told
from tests.factories.events import key, registered

pytestmark = pytest.mark.django_db
READERS = ("ja", "vi", "ur", "zh-hans")


@pytest.fixture
def offering():
    row = offered(told(days=20), capacity=9)
    for number, code in enumerate(READERS, start=1):
        registered(row, number, now=timezone.now(), locale=code)
    return row


def sent(kind: str) -> dict[str, Mailing]:
    return {mail.locale: mail for mail in Mailing.objects.filter(kind=f"registration.{kind}")}


def message(**typed: str) -> dict[str, str]:
    words = {"audience": "confirmed", "subject": "持ち物", "text": "ペンをお持ちください。"}
    return words | {"key": key()} | typed


def test_a_message_is_read_in_each_language_and_says_where_it_is_not(desk, offering):
    typed = message(**{"subject-vi": "Cần mang theo", "text-vi": "Xin mang bút.\n\nCảm ơn."})
    address = f"/admin/events/{offering.event_id}/messages/new/"
    looked_at = desk.post(address, typed)
    assert [mail.subject[:3] for mail in looked_at.context["samples"]] == ["持ち物", "Cần", "持ち物", "持ち物"]
    assert "2組には、申し込みの言語の文がないため" in looked_at.content.decode()

    shown = desk.post(address, typed | {"sure": "1"}, follow=True).content.decode()
    assert 'lang="vi" dir="ltr"><h3>Cần mang theo</h3>' in shown
    mails = sent("from_centre")
    assert mails["vi"].subject.startswith("Cần mang theo: ")
    assert "Xin mang bút." in mails["vi"].text
    assert "ペン" not in mails["vi"].text + mails["vi"].html
    assert "مرکز نے یہ جاپانی میں لکھا ہے۔" in mails["ur"].text
    assert '<div lang="ja" dir="ltr"' in mails["ur"].html
    assert "日语" in mails["zh-hans"].text
    assert "センターが" not in mails["ja"].text
    GroupMessage.objects.get()


def test_half_a_message_in_a_language_is_refused_at_the_other_half(desk, offering):
    typed = message(**{"text-ur": "قلم لائیں۔"})
    answer = desk.post(f"/admin/events/{offering.event_id}/messages/new/", typed)
    assert list(answer.context["form"].errors) == ["subject-ur"]
    assert "قلم لائیں۔" in answer.content.decode()


def test_why_it_is_called_off_is_said_in_each_language(desk, offering):
    address = f"/admin/events/{offering.event_id}/cancel/"
    without = desk.post(address, {"notice-vi": "Vì có bão"})
    assert list(without.context["form"].errors) == ["notice"]

    typed = {"notice": "台風のため", "notice_en": "Because of a typhoon", "notice-vi": "Vì có bão"}
    assert "2組には" in desk.post(address, typed).content.decode()
    desk.post(address, typed | {"sure": "1"})
    mails = sent("event_cancelled")
    assert "Lý do: Vì có bão" in mails["vi"].text
    assert "台風" not in mails["vi"].html
    assert 'وجہ: <span lang="en" dir="ltr">Because of a typhoon</span>' in mails["ur"].html
    assert "مرکز نے یہ انگریزی میں لکھا ہے۔" in mails["ur"].text
    assert "理由：台風のため" in mails["ja"].text
    assert FactText.objects.get(language="vi").source == "台風のため"  # the page says it too


def test_a_mail_says_what_was_asked_for_and_is_not_counted(offering):
    needs = [NeedAsked(kind="childcare", count=2), NeedAsked(kind="allergy", details="卵")]
    registered(offering, 9, now=timezone.now(), locale="vi", needs=needs)
    mail = Mailing.objects.filter(kind="registration.confirmed").latest("pk")
    assert "Bạn đã yêu cầu: Trông trẻ: 2 người" in mail.text
    assert "卵" not in mail.text
