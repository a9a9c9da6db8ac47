"""A campaign pauses itself when too much of it comes back."""

import pytest

from cms.mail.bulk import services
from cms.mail.models import BulkDelivery, Campaign
from tests.mail.conftest import NOON

from .conftest import drive

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(running, sink):
    """A campaign of which 200 have left and the others have not."""

    def make(sent=200):
        campaign = running(sent + 100)
        more = list(BulkDelivery.objects.order_by("-pk").values_list("pk", flat=True)[:100])
        BulkDelivery.objects.filter(pk__in=more).update(due_at=NOON.replace(day=20))
        drive()
        return campaign

    return make


def come_back(note, number):
    """Let so many of the campaign's mails come back; return what was said for the last."""
    said = [note(delivery, now=NOON) for delivery in BulkDelivery.objects.order_by("pk")[:number]]
    return said[-1]


def standing(campaign):
    held = Campaign.objects.get(pk=campaign.pk)
    return held.state, held.pause_reason


@pytest.mark.parametrize(("returned", "state"), [(9, "running"), (10, "paused")])
def test_one_in_twenty_of_the_first_200_coming_back_pauses_it(under_way, returned, state):
    campaign = under_way()
    assert come_back(services.note_bounce, returned) is (state == "paused")
    assert standing(campaign)[0] == state


def test_bounces_and_refusals_at_the_door_are_added(running, sink):
    sink.rcpt = lambda address: "550 5.1.1 no such user" if address.startswith("reader1@") else ""
    campaign = running(200)
    BulkDelivery.objects.filter(pk=BulkDelivery.objects.last().pk).update(due_at=NOON.replace(day=20))
    drive()
    come_back(services.note_bounce, 9)
    assert standing(campaign) == ("paused", "too_many_unknown")


@pytest.mark.parametrize(("sent", "state"), [(1000, "paused"), (1001, "running")])
def test_one_complaint_in_a_thousand_pauses_it(under_way, sent, state):
    campaign = under_way(sent)
    come_back(services.note_complaint, 1)
    assert standing(campaign)[0] == state


def test_a_person_reads_why_it_paused_itself(under_way):
    campaign = under_way()
    come_back(services.note_complaint, 1)
    held = Campaign.objects.get(pk=campaign.pk)
    assert (held.get_pause_reason_display()[:8], held.complained) == ("「迷惑メール」の", 1)


def test_what_was_resumed_does_not_pause_again_for_the_same_reason(under_way):
    campaign = under_way()
    come_back(services.note_bounce, 10)
    services.resume(campaign_id=campaign.pk, now=NOON)
    come_back(services.note_bounce, 10)
    assert standing(campaign)[0] == "running"


def test_what_was_resumed_pauses_for_another_reason(under_way):
    campaign = under_way()
    come_back(services.note_bounce, 10)
    services.resume(campaign_id=campaign.pk, now=NOON)
    come_back(services.note_complaint, 1)
    assert standing(campaign) == ("paused", "too_many_complaints")


def test_what_is_finished_stays_so(running, sink):
    campaign = running(3)
    drive()
    assert not come_back(services.note_complaint, 1)
    assert standing(campaign)[0] == "finished"
