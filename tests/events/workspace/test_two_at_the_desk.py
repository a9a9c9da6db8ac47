"""Two members of staff have the same registration before them: who is second sees what the first has done."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.utils import timezone

from events.registration import services
from events.registration.models import Registration
from tests.factories.event_pages import offered, told
from tests.factories.events import fresh, registered

pytestmark = pytest.mark.django_db

MEANWHILE = "この申込は、その間に変わりました"


def applied(**facts):
    return registered(offered(told(days=20, approval=True), **facts), now=timezone.now())


def with_offer():
    """Somebody who is asked whether she would like a place."""
    offering = offered(told(days=20, offers=True), capacity=1)
    first, second = (registered(offering, number, now=timezone.now()) for number in (1, 2))
    services.cancel(registration=first.pk, now=timezone.now())
    return fresh(second)


def waiting():
    offering = offered(told(days=20), capacity=1)
    return [registered(offering, number, now=timezone.now()) for number in (1, 2)][1]


SCREENS = {
    "decide": (applied, {"decision": "reject", "reason": "満席のため"}, "rejected"),
    "accept": (with_offer, {}, "confirmed"),
    "decline": (with_offer, {}, "declined"),
    "override": (waiting, {"reason": "車いすの方"}, "confirmed"),
}


@pytest.fixture(params=list(SCREENS))
def screen(request):
    """The address of a screen, the registration it is about, what is typed there, and what comes of it."""
    make, typed, outcome = SCREENS[request.param]
    row = make()
    return f"/admin/events/{row.event_id}/applicants/{row.pk}/{request.param}/", row, typed, outcome


def somebody_else_changes(row):
    Registration.objects.filter(pk=row.pk).update(name="改名 花子", version=F("version") + 1)


def sent(desk, screen):
    """Open the screen, let somebody else change the registration, and press the button."""
    address, row, typed, _outcome = screen
    seen = desk.get(address).context["form"].initial["version"]
    somebody_else_changes(row)
    return desk.post(address, typed | {"version": seen, "sure": 1})


def test_control_what_nobody_changed_is_done(desk, screen):
    address, row, typed, outcome = screen
    seen = desk.get(address).context["form"].initial["version"]
    desk.post(address, typed | {"version": seen, "sure": 1})
    assert fresh(row).state == outcome


def test_what_somebody_else_changed_is_not_overruled_unseen(desk, screen):
    sent(desk, screen)
    assert fresh(screen[1]).state == screen[1].state


def test_it_is_said_that_it_was_changed_and_how_it_stands(desk, screen):
    page = sent(desk, screen).content.decode()
    row = fresh(screen[1])
    assert (MEANWHILE in page, f"現在の状況：{row.get_state_display()}・{row.seats}人" in page) == (True, True)


def test_what_was_typed_is_kept(desk, screen):
    answer = sent(desk, screen)
    assert {name: answer.context["form"][name].value() for name in screen[2]} == screen[2]


def test_sent_once_more_it_is_done(desk, screen):
    again = sent(desk, screen).context["form"]["version"].value()
    desk.post(screen[0], screen[2] | {"version": again, "sure": 1})
    assert fresh(screen[1]).state == screen[3]


def test_a_button_that_is_pressed_twice_does_it_once_and_says_that_it_is_done(desk, screen):
    address, row, typed, _outcome = screen
    filled = typed | {"version": row.version, "sure": 1}
    answers = [desk.post(address, filled).status_code for _time in range(2)]
    assert (answers, fresh(row).version) == ([302, 302], row.version + 1)


def test_an_application_that_was_changed_since_it_was_ticked_is_not_decided(desk):
    row = applied()
    somebody_else_changes(row)
    address = f"/admin/events/{row.event_id}/applicants/"
    page = desk.post(address, {"decision": "confirm", "ticked": f"{row.pk}-{row.version}"}, follow=True)
    assert (fresh(row).state, f"改名 花子：{MEANWHILE}" in page.content.decode()) == ("applied", True)


def test_the_list_carries_the_versions_of_applications(desk):
    row = applied()
    page = desk.get(f"/admin/events/{row.event_id}/applicants/").content.decode()
    assert f'name="ticked" value="{row.pk}-{row.version}"' in page
    desk.post(f"/admin/events/{row.event_id}/applicants/", {"decision": "confirm", "ticked": f"{row.pk}-{row.version}"})
    assert Registration.objects.get().state == "confirmed"
