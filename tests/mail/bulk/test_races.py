"""What two processes do to a campaign at the same moment: nobody is left behind, and nobody waits for ever."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from cms.mail.bulk import budget, services, statements
from cms.mail.bulk.batches import Sender
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.settling import finish_if_done
from cms.mail.bulk.states import CampaignState
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import State
from tests.mail.conftest import NOON
from tests.mail.sink import HANG_UP, by_address

from .conftest import drive

pytestmark = pytest.mark.django_db(transaction=True)
POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")


class Aside(threading.Thread):
    """Does something over a connection of its own; `error` is what it raised."""

    def __init__(self, act):
        super().__init__()
        self.act, self.error = act, None
        self.start()

    def run(self):
        try:
            self.act()
        except OperationalError as error:
            self.error = error
        finally:
            connection.close()


# Somebody has a letter sent again while its campaign is closed ---------------------------------------------------


def finish_without_the_lock(pk, *, now):
    """What closing would be if it looked first and wrote later."""
    if not BulkDelivery.objects.of(pk).unsettled().exists():
        Campaign.objects.filter(pk=pk, state=CampaignState.RUNNING).update(state=CampaignState.FINISHED)


def sent_again_while(finish, running, sink):
    """Return how the campaign and its one uncertain letter stand, and how often the letter's reader got it."""
    campaign = running(2)
    sink.dot = by_address({"reader1": HANG_UP})
    drive()
    Campaign.objects.update(state=CampaignState.RUNNING)  # its last batch has just been settled
    [uncertain] = BulkDelivery.objects.filter(state=State.UNCERTAIN)
    with transaction.atomic():
        services.send_again(delivery_ids=[uncertain.pk], by=None, now=NOON)
        closing = Aside(lambda: finish(campaign.pk, now=NOON))
        closing.join(0.5)
    closing.join()
    campaign.refresh_from_db()
    uncertain.refresh_from_db()
    return campaign.state, uncertain.state


def test_a_letter_that_is_sent_again_while_its_campaign_is_closed_is_not_left_behind(running, sink):
    assert sent_again_while(finish_if_done, running, sink) == (CampaignState.RUNNING, State.PENDING)


def test_control_without_the_lock_it_waits_in_a_campaign_that_has_finished(running, sink):
    assert sent_again_while(finish_without_the_lock, running, sink) == (CampaignState.FINISHED, State.PENDING)


# A batch is settled while another is claimed of the same lane ---------------------------------------------------


@POSTGRESQL
@pytest.mark.parametrize("answer", ["450 later", "421 too many"])
def test_settling_and_claiming_on_a_lane_with_a_daily_budget_do_not_wait_for_each_other(
    running, sink, settings, answer, caplog
):
    """Both lock the lane and the day's budget; in two orders PostgreSQL has to end one of them."""
    settings.CMS_BULK_DAILY_BUDGET = 1000
    running(5)
    lane = next(lane for lane in have_lanes() if lane.group == "other")
    lane.__class__.objects.filter(pk=lane.pk).update(blocks=1)
    lane.refresh_from_db()
    at_the_server, go_on = threading.Event(), threading.Event()

    def rcpt(address):
        at_the_server.set()
        go_on.wait(30)
        return answer if address.startswith("reader3") else ""

    sink.rcpt = rcpt

    def send():
        sender = Sender(lane, lambda: NOON)
        try:
            sender.take_turn(until=NOON)
        finally:
            sender.close()

    settling = Aside(send)
    assert at_the_server.wait(30)
    error = None
    try:
        with transaction.atomic():
            statements.hold_lane(lane.pk, NOON)
            go_on.set()
            time.sleep(2.0)  # for the other to come as far as it can
            budget.hold(now=NOON)
    except OperationalError as ended:
        error = ended
    settling.join()
    assert (error, settling.error, "away" in caplog.text) == (None, None, False)
    assert BulkDelivery.objects.totals()[State.CLAIMED] == 0
