"""A button of the workspace that is pressed twice does it once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from events.registration import services
from events.registration.models import Desk, EventLanguage, Offering, RegistrationEvent, SentForm, Session
from tests.factories.event_pages import event_of, told
from tests.factories.events import EventFactory, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return event_of(told(days=20))


def date(**typed):
    return {
        "day": "2031-05-11", "starts": "14:00", "ends": "16:00", "bookable": "on", "capacity": "30", "unit": "person",
    } | typed  # fmt: skip


def key_shown(desk, address):
    """Return the key of the form that is shown now."""
    shown = desk.get(address).context
    return shown["form_key"] if "form_key" in shown else shown["form"].initial["form_key"]


def rows(total, **typed):
    management = {"TOTAL_FORMS": total, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 60}
    return {f"rows-{name}": value for name, value in (management | typed).items()}


FORMS = {
    "date": ("dates/add/", date(), Session, 2),
    "offering": (
        "booked/add/", {"name": "通し", "capacity": "5", "unit": "person", "party_min": "1", "party_max": "4"},
        Offering, 1,
    ),
    "interpreters": ("interpreters/", {"language": "vi", "capacity": "2"}, RegistrationEvent, 1),
    "childcare": ("childcare/", {"capacity": "5"}, RegistrationEvent, 1),
    "desks": ("rows/desks/", rows(1, **{"0-topic": "会計", "0-who": "税理士会", "0-position": "1"}), Desk, 1),
    "languages": (
        "rows/languages/", rows(1, **{"0-code": "vi", "0-use": "interpreted", "0-position": "1"}), EventLanguage, 1,
    ),
}  # fmt: skip


@pytest.fixture(params=list(FORMS))
def form(request, desk, event):
    path, typed, model, number = FORMS[request.param]
    address = f"/admin/events/{event.pk}/{path}"
    if request.param == "offering":
        typed = typed | {"sessions": [event.sessions.get().pk]}
    return address, typed | {"form_key": key_shown(desk, address)}, model, number


def test_it_is_there_once(desk, form):
    address, typed, model, number = form
    answers = [desk.post(address, typed) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], answers[-1].content.decode()
    assert model.objects.count() == number


def test_control_two_forms_count_twice(desk, event):
    address = f"/admin/events/{event.pk}/dates/add/"
    for day in ("2031-05-11", "2031-05-18"):
        desk.post(address, date(day=day, form_key=key_shown(desk, address)))
    assert Session.objects.count() == 3


def test_a_form_that_was_not_right_can_be_sent_again(desk, event):
    address = f"/admin/events/{event.pk}/dates/add/"
    wrong = desk.post(address, date(day="", form_key=key_shown(desk, address)))
    desk.post(address, date(form_key=wrong.context["form"]["form_key"].value()))
    assert Session.objects.count() == 2


def test_keys_are_kept_for_a_day(event):
    now = timezone.now()
    services.is_first(event=event, key="first", now=now - timedelta(days=2))
    services.is_first(event=event, key="second", now=now)
    assert list(SentForm.objects.values_list("key", flat=True)) == ["second"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_add_one_date():
    assert pressed_at_once(key()) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_a_key_they_add_two():
    assert pressed_at_once("") == 2


def pressed_at_once(form_key):
    """Let two requests with the same form go off together; return how many dates there are."""
    event, both = EventFactory(), threading.Barrier(2)
    user = User.objects.create_superuser("root", "root@example.jp", "x")

    def press():
        client = Client()
        client.force_login(user)
        both.wait(30)
        client.post(f"/admin/events/{event.pk}/dates/add/", date(form_key=form_key))
        connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return event.sessions.count()
