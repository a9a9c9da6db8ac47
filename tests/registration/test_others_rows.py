"""Somebody sends, in the form of her own booking, the numbers of another's rows: nothing of the other changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import Delivery
from events.registration import links, services
from events.registration.exceptions import UnknownPlace
from events.registration.models import Offering, Registration
from events.registration.party import NeedAsked, Person
from events.registration.tokens import Purpose
from tests.factories import events as made

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def a_party(offering: Offering, number: int) -> Registration:
    people = [Person(name=f"見本 {number}-{each}", age_band="6-11") for each in range(3)]
    return made.registered(
        offering, number, now=timezone.now(), seats=3, people=people, needs=(NeedAsked(kind="wheelchair"),)
    )


@pytest.fixture
def mine(offer: Any) -> Registration:
    return a_party(offer(), 1)


@pytest.fixture
def neighbour(mine: Registration) -> Registration:
    """Of the same date."""
    return a_party(mine.offering, 2)


@pytest.fixture
def elsewhere() -> Offering:
    """A date of another event."""
    offering = made.bookable()
    offering.sessions.update(
        starts_at=timezone.now() + timedelta(days=30), ends_at=timezone.now() + timedelta(days=30, hours=2)
    )
    return offering


def everything() -> dict[str, list[Any]]:
    """All that is kept about registering, and every mail."""
    kinds = [*apps.get_app_config("event_registration").get_models(), Delivery]
    return {kind.__name__: sorted(map(str, kind._default_manager.values_list())) for kind in kinds}


def press(client: Client, path: str, **data: Any) -> Any:
    ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
    return client.post(path, {"ticket": ticket, **data}, **BROWSER)


def members(registration: Registration) -> list[str]:
    return [str(pk) for pk in registration.members.values_list("pk", flat=True)]


def test_nobody_gives_back_the_places_of_another_party(
    client: Client, mine: Registration, neighbour: Registration
) -> None:
    theirs, own = members(neighbour), members(mine)
    before = everything()
    for chosen in (theirs[:1], theirs, [own[0], theirs[0]], ["0"], ["x"], [own[0], "9" * 30]):
        answer = press(client, f"{links.path(mine)}give-back/", members=chosen, version=str(mine.version))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["members"])
        assert answer.context["form"].errors["members"][0] in answer.content.decode()
    assert everything() == before
    with pytest.raises(UnknownPlace):
        services.give_back(registration=mine.pk, members=[int(theirs[0])], now=timezone.now())
    assert everything() == before


def test_control_she_gives_back_one_of_her_own(client: Client, mine: Registration, neighbour: Registration) -> None:
    own = members(mine)[:1]
    answer = press(client, f"{links.path(mine)}give-back/", members=own, version=str(mine.version))
    assert (answer.status_code, made.fresh(mine).seats, made.fresh(neighbour).seats) == (303, 2, 3)


def test_nobody_moves_to_a_date_of_another_event(client: Client, offer: Any, elsewhere: Offering) -> None:
    offering = offer()
    mine = a_party(offering, 1)
    session = made.SessionFactory(
        event=offering.event, starts_at=timezone.now() + timedelta(days=40),
        ends_at=timezone.now() + timedelta(days=40, hours=2),
    )  # fmt: skip
    second = services.add_offering(event=offering.event, sessions=[session], capacity=9)
    before = everything()
    for chosen in (elsewhere.pk, 0, "x", "9" * 30):
        answer = press(client, f"{links.path(mine)}move/", offering=str(chosen), version=str(mine.version))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["offering"])
    with pytest.raises(UnknownPlace):
        services.move(registration=mine.pk, offering=elsewhere.pk, now=timezone.now())
    assert everything() == before
    answer = press(client, f"{links.path(mine)}move/", offering=str(second.pk), version=str(mine.version))
    assert (answer.status_code, made.fresh(mine).offering_id) == (303, second.pk), "control: a date of the same event"


def shown(client: Client, registration: Registration) -> dict[str, Any]:
    form = client.get(f"{links.path(registration)}change/").context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"ticket", "homepage"}}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, "", False)}


def test_a_change_reaches_ones_own_party_alone(
    client: Client, mine: Registration, neighbour: Registration, elsewhere: Offering
) -> None:
    theirs, before = members(neighbour), everything()
    press(client, f"{links.path(mine)}change/", **shown(client, mine) | {"offering": str(elsewhere.pk)})
    assert made.fresh(mine).offering_id == mine.offering_id
    told = {kind: [row for row in rows if "見本 2-" in row] for kind, rows in before.items()}
    form = shown(client, mine)
    # Numbers of another's rows, under every name by which a form might know them.
    smuggled = {
        "registration": str(neighbour.pk), "id": str(neighbour.pk), "pk": str(neighbour.pk), "code": neighbour.code,
        "members": theirs, "member": theirs[0], "person_1_id": theirs[0], "people-0-id": theirs[0],
        "members-0-id": theirs[0],
    }  # fmt: skip
    answer = press(client, f"{links.path(mine)}change/", **form | {"name": "見本 変子"} | smuggled)
    assert answer.status_code == 303
    assert made.fresh(mine).name == "見本 変子"
    assert made.fresh(neighbour).name == neighbour.name
    after = everything()
    assert {kind: [row for row in rows if "見本 2-" in row] for kind, rows in after.items()} == told
    assert members(neighbour) == theirs


@pytest.mark.parametrize("below", ["cancel/", "erase/"])
def test_what_is_called_off_or_erased_is_ones_own(
    client: Client, mine: Registration, neighbour: Registration, below: str
) -> None:
    before = str(Registration.objects.filter(pk=neighbour.pk).values_list().get())
    sent = {"registration": str(neighbour.pk), "id": str(neighbour.pk), "code": neighbour.code}
    press(client, f"{links.path(mine)}{below}", **sent, version=str(mine.version))
    assert made.fresh(mine).state == "cancelled"
    assert str(Registration.objects.filter(pk=neighbour.pk).values_list().get()) == before


def test_an_offer_of_another_is_not_answered_with_ones_own_link(client: Client, offer: Any) -> None:
    offering = offer(capacity=1, offers=True)
    first = made.registered(offering, 1, now=timezone.now())
    waits, asked_later = (made.registered(offering, number, now=timezone.now()) for number in (2, 3))
    services.cancel(registration=first.pk, now=timezone.now())
    assert [made.fresh(each).state for each in (waits, asked_later)] == ["offered", "waitlisted"]
    offered_to = links.path(waits, purpose=Purpose.OFFER)
    before = everything()
    theirs = offered_to.rstrip("/").rpartition("/")[2]
    own = [links.token_for(asked_later, purpose=each) for each in (Purpose.MANAGE, Purpose.VERIFY)]
    with_own = [offered_to.replace(theirs, token) for token in own]
    assert [press(client, path, registration=str(waits.pk)).status_code for path in with_own] == [404, 404]
    answer = press(client, links.path(asked_later, purpose=Purpose.OFFER), registration=str(waits.pk))
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert everything() == before
    assert press(client, offered_to).status_code == 303
    assert made.fresh(waits).state == "confirmed", "control: she accepts her own"
