"""What staff do with a mail that got stuck."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.mail import services
from cms.mail.exceptions import MoveRefused
from cms.mail.models import Delivery, Suppression
from cms.mail.pump import pump
from cms.mail.states import MOVES, State, may_move

from .conftest import NOON
from .sink import by_address

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def staff():
    return User.objects.create_user("staff", "staff@example.jp", "x")


@pytest.fixture
def refused(queue, sink):
    sink.rcpt = by_address({"gone": "550 5.1.1 no such user"})
    delivery = queue(to="gone@example.jp")
    pump(now=NOON)
    sink.rcpt = lambda address: ""
    return delivery


def put(queue, state, key="1"):
    delivery = queue(key=key)
    extra = {"sent_at": NOON} if state == "sent" else {}
    extra |= {"claim": "x", "claimed_until": NOON + timedelta(minutes=5)} if state == "claimed" else {}
    Delivery.objects.filter(pk=delivery.pk).update(state=state, **extra)
    return delivery.pk


def test_a_refused_mail_is_sent_again_with_the_same_message_id(refused, sink, staff):
    assert services.retry(delivery_ids=[refused.pk], by=staff, now=LATER) == 1
    pump(now=LATER)
    assert Delivery.objects.get().state == "sent"
    assert sink.received[0].message_id == refused.message_id


def test_retrying_takes_the_address_off_the_list_of_those_that_do_not_exist(refused, staff):
    assert Suppression.objects.exists()
    services.retry(delivery_ids=[refused.pk], by=staff, now=LATER)
    assert not Suppression.objects.exists()


def test_a_retried_mail_has_days_again_before_it_is_given_up(refused, sink, staff):
    sink.rcpt = lambda address: "450 4.2.0 greylisted"
    late = NOON + timedelta(days=10)
    services.retry(delivery_ids=[refused.pk], by=staff, now=late)
    pump(now=late)
    assert Delivery.objects.get().state == "deferred"


@pytest.mark.parametrize("state", ["sent", "withdrawn", "claimed", "pending"])
def test_there_is_nothing_to_retry_in_the_other_states(queue, staff, state):
    assert services.retry(delivery_ids=[put(queue, state)], by=staff, now=LATER) == 0
    assert Delivery.objects.get().state == state


def test_an_erased_mail_cannot_be_retried(refused, staff):
    services.erase_due(now=NOON + timedelta(days=91))
    assert services.retry(delivery_ids=[refused.pk], by=staff, now=NOON + timedelta(days=91)) == 0


def test_a_waiting_mail_is_withdrawn_by_staff(queue, sink, staff):
    services.withdraw_by_staff(delivery_id=queue().pk, by=staff, now=NOON)
    pump(now=LATER)
    assert Delivery.objects.values_list("state", "reason").get() == ("withdrawn", "by_staff")
    assert not sink.received


@pytest.mark.parametrize("state", ["sent", "claimed", "withdrawn"])
def test_what_left_cannot_be_withdrawn(queue, staff, state):
    with pytest.raises(MoveRefused):
        services.withdraw_by_staff(delivery_id=put(queue, state), by=staff, now=NOON)


def test_an_uncertain_mail_can_be_noted_as_arrived(queue, staff):
    services.note_arrival(delivery_id=put(queue, "uncertain"), by=staff, now=LATER)
    assert Delivery.objects.values_list("state", "sent_at").get() == ("sent", LATER)


def test_only_an_uncertain_mail_can_be_noted_as_arrived(queue, staff):
    with pytest.raises(MoveRefused):
        services.note_arrival(delivery_id=put(queue, "refused"), by=staff, now=LATER)


def test_what_was_dealt_with_stays_refused_and_needs_nobody_any_more(refused, staff):
    services.note_as_dealt_with(delivery_id=refused.pk, by=staff, now=LATER)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.handled_by) == ("refused", staff)
    assert not Delivery.objects.needing_a_person().exists()


def test_each_step_of_staff_is_in_the_log_without_an_address(refused, staff):
    services.note_as_dealt_with(delivery_id=refused.pk, by=staff, now=LATER)
    services.retry(delivery_ids=[refused.pk], by=staff, now=LATER)
    entries = ModelLogEntry.objects.filter(user=staff).order_by("timestamp")
    assert [entry.action for entry in entries] == ["mail.dealt_with", "mail.retry"]
    assert "gone" not in "".join(entry.label + str(entry.data) for entry in entries)


def test_every_state_has_its_moves():
    assert set(MOVES) == set(State)


def test_what_is_withdrawn_stays_so():
    assert not any(may_move(State.WITHDRAWN, other) for other in State)


def test_what_is_sent_may_only_come_back():
    assert [other for other in State if may_move(State.SENT, other)] == [State.REFUSED]


def test_totals_name_every_state_and_add_up(queue):
    for number, state in enumerate(State):
        put(queue, state.value, key=str(number))
    totals = Delivery.objects.totals()
    assert set(totals) == set(State)
    assert sum(totals.values()) == Delivery.objects.count()
