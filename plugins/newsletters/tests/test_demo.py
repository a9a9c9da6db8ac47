"""The demo has something on every screen of letters: each state of a reader, what came back."""

import pytest

from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, ConsentAction, ConsentEvent, ReturnedMail, ReturnKind
from cms.mail.states import State as Sent
from plugins.newsletters.models import Sending, Subscriber
from plugins.newsletters.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]


def test_readers_stand_in_every_state():
    assert set(Subscriber.objects.values_list("state", flat=True)) == set(State.values)
    assert Subscriber.objects.filter(state=State.ACTIVE, paused_until__isnull=False).exists()


def test_letters_came_back_in_every_way():
    assert set(ReturnedMail.objects.values_list("kind", flat=True)) == set(ReturnKind.values)


def test_who_complained_has_stopped():
    complained = Subscriber.objects.get(state=State.COMPLAINED)
    assert not complained.subscriptions.exists()
    lines = ConsentEvent.objects.filter(address_hash=complained.address_hash, action=ConsentAction.WITHDRAWN)
    assert lines.exists()


def test_of_one_letter_nobody_knows_whether_it_arrived():
    assert BulkDelivery.objects.needing_a_person().count() == 1


def test_the_totals_of_the_letter_that_was_sent_add_up():
    campaign = Campaign.objects.get(pk=Sending.objects.exclude(campaign=None).get().campaign_id)
    totals = bulk.totals_of(campaign)
    assert (totals.candidates, totals.waiting) == (campaign.candidates, 0)
    assert totals.states[Sent.SENT] > totals.states[Sent.REFUSED] > 0
