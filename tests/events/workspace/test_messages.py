"""連絡, and what is taken away or named in 日時と場所."""

import pytest
from django.utils import timezone

from cms.mail.models import Delivery
from events.registration import services
from events.registration.models import GroupMessage, Offering
from tests.factories.event_pages import offered, told
from tests.factories.events import key, registered

pytestmark = pytest.mark.django_db
WORDS = {"audience": "confirmed", "subject": "持ち物のお知らせ", "text": "一行目\n\n二行目"}


@pytest.fixture
def offering():
    row = offered(told(days=20), capacity=3)
    registered(row, 1, now=timezone.now())
    registered(row, 2, now=timezone.now(), email="", contact_pref="phone", name="電話 花子")
    return row


def at(offering, path=""):
    return f"/admin/events/{offering.event_id}/{path}"


def form(**typed):
    return WORDS | {"key": key()} | typed


def mails():
    return Delivery.objects.filter(mailing__kind="registration.from_centre")


def test_nothing_is_sent_before_it_was_looked_at(desk, offering):
    page = desk.post(at(offering, "messages/new/"), form()).content.decode()
    assert not mails().exists()
    assert "電話 花子" in page


def test_what_they_will_read_is_shown(desk, offering):
    page = desk.post(at(offering, "messages/new/"), form()).content.decode()
    assert "架橋1子" in page
    assert "二行目" in page


def test_a_message_that_was_looked_at_is_sent(desk, offering):
    desk.post(at(offering, "messages/new/"), form(sure=1))
    assert mails().count() == 1
    assert GroupMessage.objects.get().sent_by.username == "desk"


def test_a_second_click_sends_nothing(desk, offering):
    typed = form(sure=1)
    desk.post(at(offering, "messages/new/"), typed)
    desk.post(at(offering, "messages/new/"), typed)
    assert mails().count() == 1


def test_back_keeps_what_was_typed(desk, offering):
    page = desk.post(at(offering, "messages/new/"), form(back=1)).content.decode()
    assert "持ち物のお知らせ" in page
    assert "一行目" in page


def test_a_message_for_nobody_is_refused_at_the_choice(desk, offering):
    answer = desk.post(at(offering, "messages/new/"), form(audience="waiting"))
    assert answer.context["form"].errors["audience"]
    assert "一行目" in answer.content.decode()


def test_a_message_without_words_is_refused_at_its_fields(desk, offering):
    errors = desk.post(at(offering, "messages/new/"), form(subject="", text=" ")).context["form"].errors
    assert set(errors) == {"subject", "text"}


def test_the_list_says_what_was_written_and_the_screen_shows_it(desk, offering):
    answer = desk.post(at(offering, "messages/new/"), form(sure=1), follow=True)
    assert "二行目" in answer.content.decode()
    assert "持ち物のお知らせ" in desk.get(at(offering, "messages/")).content.decode()


def test_an_editor_writes_to_nobody(log_in, offering):
    assert log_in("editor").post(at(offering, "messages/new/"), form(sure=1)).status_code != 200
    assert not mails().exists()


def test_something_bookable_without_registrations_is_taken_away(desk, offering):
    other = services.add_offering(event=offering.event, sessions=[], capacity=5)
    desk.post(at(offering, f"booked/{other.pk}/delete/"))
    assert not Offering.objects.filter(pk=other.pk).exists()


def test_something_booked_is_refused_with_what_to_do_instead(desk, offering):
    page = desk.post(at(offering, f"booked/{offering.pk}/delete/")).content.decode()
    assert "受付を止める" in page


def test_places_have_no_button_to_take_them_away_and_interpreters_do(desk, offering):
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    page = desk.get(at(offering, "dates/")).content.decode()
    assert f"capacity/{pool.pk}/delete/" in page
    assert f"capacity/{offering.pools.get(kind='seat').pk}/delete/" not in page


def test_interpreters_that_nobody_asked_for_are_taken_away(desk, offering):
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    desk.post(at(offering, f"capacity/{pool.pk}/delete/"))
    assert not offering.event.pools.filter(pk=pool.pk).exists()


def test_a_date_gets_a_name_and_nobody_is_told(desk, offering):
    session, before = offering.sessions.get(), Delivery.objects.count()
    desk.post(at(offering, f"dates/{session.pk}/name/"), {"name": "第1回", "name_en": "First"})
    session.refresh_from_db()
    assert session.name == "第1回"
    assert Delivery.objects.count() == before
