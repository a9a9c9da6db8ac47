"""Applications, draws, capacities, and what staff do out of turn."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cms.mail.models import Mailing
from events.registration import lottery, services
from events.registration.exceptions import AlreadyDrawn, Full, MoveNotAllowed, NotALottery, ReasonMissing, StillOpen
from events.registration.models import CapacityPool, Draw, RegistrationEvent
from events.registration.states import State
from tests.factories.events import NOW, bookable, fresh, pool_of, registered

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=8)


@pytest.fixture(autouse=True)
def _everything_holds() -> object:
    yield
    assert services.reconcile(now=NOW) == []


# Applications ------------------------------------------------------------------------------------------------------


def test_an_application_takes_no_place() -> None:
    offering = bookable(approval=True)
    assert (registered(offering).state, pool_of(offering).held) == ("applied", 0)


def test_staff_confirm_an_application() -> None:
    offering = bookable(approval=True)
    registration = registered(offering)
    services.decide(registration=registration.pk, decision="confirm", by=None, now=NOW)
    assert (fresh(registration).state, pool_of(offering).held) == ("confirmed", 1)


def test_staff_cannot_confirm_more_than_fit() -> None:
    offering = bookable(approval=True, capacity=1)
    first, second = registered(offering, 1), registered(offering, 2)
    services.decide(registration=first.pk, decision="confirm", by=None, now=NOW)
    with pytest.raises(Full):
        services.decide(registration=second.pk, decision="confirm", by=None, now=NOW)


def test_an_application_is_put_on_the_waiting_list() -> None:
    offering = bookable(approval=True, capacity=0)
    registration = registered(offering)
    services.decide(registration=registration.pk, decision="wait", by=None, now=NOW)
    assert fresh(registration).state == State.WAITLISTED


def test_a_rejected_application_is_told_why() -> None:
    registration = registered(bookable(approval=True))
    services.decide(registration=registration.pk, decision="reject", by=None, now=NOW, reason="対象が市内の方のため")
    assert "対象が市内の方のため" in Mailing.objects.get(kind="registration.rejected").text


def test_what_is_decided_is_not_decided_again() -> None:
    registration = registered(bookable(approval=True))
    services.decide(registration=registration.pk, decision="reject", by=None, now=NOW)
    with pytest.raises(MoveNotAllowed):
        services.decide(registration=registration.pk, decision="confirm", by=None, now=NOW)


# Draws ----------------------------------------------------------------------------------------------------------------


def drawn(people: int = 12, capacity: int = 5, **event: object) -> Draw:
    offering = bookable(lottery=True, capacity=capacity, closes_at=NOW + timedelta(days=7), **event)
    services.commit_draw(offering=offering.pk, now=NOW)
    for number in range(people):
        registered(offering, number)
    services.run_draw(offering=offering.pk, by=None, now=AFTER)
    return Draw.objects.get()


def test_a_draw_gives_as_many_places_as_there_are() -> None:
    offering = drawn().offering
    states = list(offering.registrations.order_by("draw_rank").values_list("state", flat=True))
    assert states == ["confirmed"] * 5 + ["waitlisted"] * 7


def test_who_is_not_drawn_is_told_where_there_is_no_waiting_list() -> None:
    drawn(no_waiting=True)
    assert Mailing.objects.filter(kind="registration.not_selected").count() == 7


def test_who_waits_after_a_draw_moves_up_in_the_order_drawn() -> None:
    offering = drawn().offering
    first, sixth = (offering.registrations.get(draw_rank=rank) for rank in (1, 6))
    services.cancel(registration=first.pk, now=AFTER)
    assert fresh(sixth).state == State.CONFIRMED


def test_the_seed_is_committed_before_and_published_after() -> None:
    offering = bookable(lottery=True, closes_at=NOW + timedelta(days=7))
    before = services.commit_draw(offering=offering.pk, now=NOW)
    assert before.published_seed == ""
    services.run_draw(offering=offering.pk, by=None, now=AFTER)
    after = Draw.objects.get()
    assert hashlib.sha256(after.published_seed.encode()).hexdigest() == before.commitment == after.commitment


def test_committing_again_keeps_the_seed() -> None:
    offering = bookable(lottery=True)
    assert len({services.commit_draw(offering=offering.pk, now=NOW).seed for _ in range(3)}) == 1


def test_a_draw_can_be_checked_with_nothing_but_sha256() -> None:
    draw = drawn()
    codes = sorted(draw.offering.registrations.values_list("code", flat=True))
    listed = hashlib.sha256("\n".join(codes).encode()).hexdigest()
    lots = {code: hashlib.sha256(f"{draw.published_seed}\n{listed}\n{code}".encode()).hexdigest() for code in codes}
    by_hand = sorted(codes, key=lots.__getitem__)
    assert by_hand == list(draw.offering.registrations.order_by("draw_rank").values_list("code", flat=True))
    assert services.check_draw(offering=draw.offering_id).holds


def test_a_rank_that_was_changed_afterwards_is_found_out() -> None:
    draw = drawn()
    first, last = (draw.offering.registrations.get(draw_rank=rank) for rank in (1, 12))
    first.draw_rank, last.draw_rank = 12, 1
    first.save()
    last.save()
    assert not services.check_draw(offering=draw.offering_id).ranks_fit


def test_another_seed_is_found_out() -> None:
    draw = drawn()
    Draw.objects.update(seed=lottery.new_seed())
    assert not services.check_draw(offering=draw.offering_id).seed_fits


def test_somebody_added_afterwards_is_found_out() -> None:
    draw = drawn(people=3)
    registered(bookable(), 99)
    extra = RegistrationEvent.objects.latest("pk").registration
    assert extra is not None
    type(extra).objects.filter(pk=extra.pk).update(draw_rank=4)
    type(extra).objects.filter(pk=extra.pk).update(offering=draw.offering)
    check = services.check_draw(offering=draw.offering_id)
    type(extra).objects.filter(pk=extra.pk).update(offering=extra.offering_id)
    assert not check.list_fits


def test_nobody_draws_while_people_can_apply() -> None:
    offering = bookable(lottery=True, closes_at=NOW + timedelta(days=7))
    with pytest.raises(StillOpen):
        services.run_draw(offering=offering.pk, by=None, now=NOW)


def test_there_is_one_draw() -> None:
    draw = drawn()
    with pytest.raises(AlreadyDrawn):
        services.run_draw(offering=draw.offering_id, by=None, now=AFTER)


def test_what_is_no_lottery_is_not_drawn() -> None:
    with pytest.raises(NotALottery):
        services.run_draw(offering=bookable().pk, by=None, now=AFTER)


def test_the_draw_of_an_announced_lottery_is_committed() -> None:
    offering = bookable(lottery=True, draft=True)
    services.announce(event=offering.event, now=NOW)
    assert Draw.objects.get().offering == offering


# Capacities -------------------------------------------------------------------------------------------------------


def test_more_places_go_to_who_waits_at_once() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.set_capacity(pool=pool_of(offering).pk, capacity=2, by=None, now=NOW)
    assert [fresh(row).state for row in rows] == ["confirmed", "confirmed", "waitlisted"]


def test_fewer_places_take_nothing_from_anybody() -> None:
    offering = bookable(capacity=3)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.set_capacity(pool=pool_of(offering).pk, capacity=1, by=None, now=NOW)
    assert {fresh(row).state for row in rows} == {"confirmed"}


def test_nobody_is_let_in_until_there_is_room_under_the_new_capacity() -> None:
    offering = bookable(capacity=3)
    rows = [registered(offering, number) for number in (1, 2, 3, 4)]
    pool = pool_of(offering)
    services.set_capacity(pool=pool.pk, capacity=2, by=None, now=NOW)
    services.cancel(registration=rows[0].pk, now=NOW)
    assert fresh(rows[3]).state == State.WAITLISTED
    services.cancel(registration=rows[1].pk, now=NOW)
    assert fresh(rows[3]).state == State.CONFIRMED


def test_without_a_limit_nobody_waits() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.set_capacity(pool=pool_of(offering).pk, capacity=None, by=None, now=NOW)
    assert {fresh(row).state for row in rows} == {"confirmed"}


def test_the_log_tells_who_changed_a_capacity() -> None:
    offering = bookable(capacity=1)
    services.set_capacity(pool=pool_of(offering).pk, capacity=5, by=None, now=NOW)
    line = RegistrationEvent.objects.get(registration=None)
    assert (line.data["capacity_before"], line.data["capacity"]) == (1, 5)


@pytest.mark.every_case
@pytest.mark.parametrize("wrong", [{"held": 6}, {"ceiling": 4}, {"capacity": None}])
def test_the_database_refuses_what_services_must_not_do(wrong: dict[str, object]) -> None:
    pool = pool_of(bookable(capacity=5))
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacityPool.objects.filter(pk=pool.pk).update(**wrong)


# Out of turn ------------------------------------------------------------------------------------------------------


def test_staff_can_confirm_beyond_the_capacity() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    waits = registered(offering, 2)
    services.override_confirm(registration=waits.pk, by=None, reason="講師の同伴者", now=NOW)
    pool = pool_of(offering)
    assert (fresh(waits).state, pool.held, pool.ceiling, pool.capacity) == ("confirmed", 2, 2, 1)


def test_what_was_granted_beyond_the_capacity_is_worked_off_first() -> None:
    offering = bookable(capacity=1)
    first, second, third = (registered(offering, number) for number in (1, 2, 3))
    services.override_confirm(registration=second.pk, by=None, reason="講師の同伴者", now=NOW)
    services.cancel(registration=first.pk, now=NOW)
    assert (fresh(third).state, pool_of(offering).ceiling) == ("waitlisted", 1)


def test_going_out_of_turn_needs_a_reason() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    with pytest.raises(ReasonMissing):
        services.override_confirm(registration=registered(offering, 2).pk, by=None, reason=" ", now=NOW)


def test_the_log_of_an_override_does_not_repeat_its_reason() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    waits = registered(offering, 2)
    services.override_confirm(registration=waits.pk, by=None, reason="病気のため", now=NOW)
    line = waits.log.get(action="override")
    assert "病気" not in str(line.data)
    assert "病気のため" in fresh(waits).note
