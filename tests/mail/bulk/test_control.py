"""Pausing, calling off, leaving: felt within one batch. Lanes, quiet hours, and single mails beside bulk mail."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.mail import addresses, pump
from cms.mail.bulk import claiming, engine, pacing, services
from cms.mail.bulk.claiming import lanes_due
from cms.mail.bulk.exceptions import CampaignMoveRefused, NotBegun
from cms.mail.bulk.journal import Account
from cms.mail.bulk.lanes import have_lanes
from cms.mail.bulk.providers import DOMAINS
from cms.mail.bulk.settling import settle
from cms.mail.exceptions import MoveRefused
from cms.mail.models import Batch, BulkDelivery, Campaign, Delivery, Edition, Suppression
from cms.mail.outcomes import Outcome, Result, Stage, meaning
from cms.mail.states import Reason, State
from tests.mail.conftest import NOON
from tests.mail.sink import HANG_UP, by_address

from .conftest import drive, reader, states

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)  # a lane in trouble has been left alone long enough
HASH = addresses.digest("reader1@example.jp")


def totals():
    return BulkDelivery.objects.totals()


def during(sink, address, act):
    """Do something while the mail to an address is being handed over."""

    def dot(written_to):
        if written_to == address:
            act()
        return ""

    sink.dot = dot


@pytest.fixture
def leave(site):
    def act(list_key="events"):
        services.withdraw_address(site=site, address_hash=HASH, list_key=list_key, now=NOON)

    return act


def test_nothing_is_sent_before_it_is_started(prepared, sink):
    prepared(3)
    drive()
    assert sink.received == []


def test_nothing_is_sent_before_its_time(prepared, sink):
    services.start(campaign_id=prepared(3).pk, at=NOON + timedelta(hours=1), now=NOON)
    drive()
    assert sink.received == []
    drive(now=NOON + timedelta(hours=1))
    assert len(sink.received) == 3


def test_pausing_is_felt_after_one_batch(running, sink, monkeypatch):
    monkeypatch.setattr(claiming, "AT_ONCE", 10)
    campaign = running(50)
    hand_over = engine.Sender._hand_over

    def paused_after_it(self, *batch):
        failure = hand_over(self, *batch)
        services.pause(campaign_id=campaign.pk, now=NOON)
        return failure

    monkeypatch.setattr(engine.Sender, "_hand_over", paused_after_it)
    drive()
    assert len(sink.received) == 10


def test_after_a_pause_it_goes_on_where_it_was(running, sink):
    campaign = running(3)
    services.pause(campaign_id=campaign.pk, now=NOON)
    drive()
    assert sink.received == []
    services.resume(campaign_id=campaign.pk, now=NOON)
    drive()
    assert len(sink.received) == 3


def test_what_has_not_begun_is_not_paused(prepared, sink):
    at = NOON + timedelta(hours=1)
    campaign = services.start(campaign_id=prepared(3).pk, at=at, now=NOON)
    with pytest.raises(NotBegun):
        services.pause(campaign_id=campaign.pk, now=at - timedelta(seconds=1))
    campaign.refresh_from_db()
    assert (campaign.state, campaign.pause_reason) == ("running", "")
    assert services.pause(campaign_id=campaign.pk, now=at).state == "paused"


def test_what_waits_is_withdrawn_when_it_is_called_off(running, sink):
    campaign = running(3)
    services.call_off(campaign_id=campaign.pk, now=NOON)
    drive()
    assert (totals()[State.WITHDRAWN], sink.received) == (3, [])
    assert set(BulkDelivery.objects.values_list("reason", flat=True)) == {Reason.CALLED_OFF}


@pytest.mark.parametrize("act", [services.start, services.resume, services.call_off])
def test_what_is_finished_is_not_moved(running, sink, act):
    campaign = running(1)
    drive()
    with pytest.raises(CampaignMoveRefused):
        act(campaign_id=campaign.pk, now=NOON)


def test_who_leaves_before_it_is_sent_gets_nothing(running, sink, leave):
    campaign = running(3)
    leave()
    drive()
    assert states(campaign)["reader1@example.jp"] == State.WITHDRAWN
    assert len(sink.received) == 2


def test_who_leaves_another_list_still_gets_it(running, sink, leave):
    running(3)
    leave(list_key="grants")
    drive()
    assert len(sink.received) == 3


def test_who_leaves_all_lists_gets_nothing(running, sink, leave):
    running(3)
    leave(list_key="")
    drive()
    assert len(sink.received) == 2


@pytest.mark.parametrize("answer", ["450 later", "421 later", HANG_UP])
def test_who_leaves_while_it_is_handed_over_is_not_written_to_later(running, sink, leave, answer):
    running(3)
    BulkDelivery.objects.filter(address_hash=HASH).update(state=State.CLAIMED, batch="b")
    leave()
    lane = next(lane for lane in have_lanes() if lane.group == "other")
    campaign = Campaign.objects.get()
    batch = Batch.objects.create(
        token="b", campaign=campaign, lane=lane, folder="x", boot="", size=1, claimed_at=NOON - timedelta(hours=1)
    )
    outcome = Outcome(Result.LINE, Reason.LINE_BROKEN)
    if answer != HANG_UP:
        outcome = meaning(Stage.RECIPIENT, int(answer[:3]), answer[4:])
    pk = BulkDelivery.objects.get(address_hash=HASH).pk
    settle(batch=batch, account=Account(results={pk: outcome}), now=NOON)
    gone = BulkDelivery.objects.get(pk=pk)
    assert (gone.state, gone.reason) == (State.WITHDRAWN, Reason.LEFT_THE_LIST)


def test_who_is_suppressed_after_it_was_prepared_gets_nothing(running, sink, site):
    running(3)
    Suppression.objects.create(site=site, address_hash=HASH, why=Suppression.Why.UNREACHABLE, since=NOON)
    drive()
    gone = BulkDelivery.objects.get(address_hash=HASH)
    assert (gone.state, gone.reason, len(sink.received)) == (State.WITHDRAWN, Reason.SUPPRESSED, 2)


def test_nothing_leaves_at_night(running, sink):
    night = NOON + timedelta(hours=10)
    running(3, now=night)
    drive(now=night)
    assert sink.received == []
    drive(now=night + timedelta(hours=10))
    assert len(sink.received) == 3


def test_what_is_urgent_leaves_at_night(running, sink):
    night = NOON + timedelta(hours=10)
    running(3, now=night, keeps_quiet=False)
    drive(now=night)
    assert len(sink.received) == 3


def test_single_mails_go_first(running, queue, sink):
    running(3)
    queue()
    drive()
    assert sink.received[0].recipients == ["hanako@example.jp"]


def test_the_pump_of_single_mails_leaves_bulk_mail_alone(running, queue, sink):
    running(3)
    queue()
    pump.pump(now=NOON)
    assert (Delivery.objects.totals()[State.SENT], totals()[State.PENDING]) == (1, 3)


def test_a_lane_takes_so_many_batches_at_once(running, sink):
    running(3)
    lane = next(lane for lane in have_lanes() if lane.group == "other")
    for number in range(lane.connections):
        Batch.objects.create(
            token=str(number), campaign=Campaign.objects.get(), lane=lane, folder="elsewhere", size=1, claimed_at=NOON
        )
    drive()
    assert sink.received == []


def test_a_slow_lane_takes_its_time(running, sink, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(pacing.time, "sleep", slept.append)
    running([reader(number, address=f"r{number}@docomo.ne.jp") for number in range(11)])
    drive()
    assert len(sink.received) == 11
    assert 1.5 < max(slept) <= 2.0  # ten pauses of a fifth of a second, of a clock that hardly moves


def test_a_slow_lane_takes_up_no_more_than_it_sends_in_a_while(running, sink, monkeypatch):
    monkeypatch.setattr(pacing.time, "sleep", lambda seconds: None)
    sizes: list[int] = []
    monkeypatch.setattr(
        engine.logger.manager.getLogger("cms.mail.bulk.batches"), "info", lambda text, size, counts: sizes.append(size)
    )
    running([reader(number, address=f"r{number}@docomo.ne.jp") for number in range(150)])
    drive()
    assert sizes == [100, 50]


def test_an_uncertain_one_can_be_noted_as_arrived(running, sink):
    running(2)
    sink.dot = by_address({"reader1": HANG_UP})
    drive(), drive(now=LATER)
    uncertain = BulkDelivery.objects.get(state=State.UNCERTAIN)
    services.note_arrival(delivery_id=uncertain.pk, now=NOON)
    assert totals()[State.SENT] == 2
    with pytest.raises(MoveRefused):
        services.note_arrival(delivery_id=uncertain.pk, now=NOON)


def test_an_uncertain_one_can_be_sent_again(running, sink):
    campaign = running(2)
    sink.dot = by_address({"reader1": HANG_UP})
    drive(), drive(now=LATER)
    sink.dot = by_address({})
    uncertain = BulkDelivery.objects.get(state=State.UNCERTAIN)
    assert services.send_again(delivery_ids=[uncertain.pk], by=None, now=LATER) == 1
    drive(now=LATER)
    assert set(states(campaign).values()) == {"sent"}
    first, again = [each for each in sink.after_dot if each.recipients == ["reader1@example.jp"]]
    assert first.message_id == again.message_id


def test_addresses_and_texts_are_erased_on_their_day_and_counts_stay(running, sink):
    campaign = running(3, erase_after=NOON + timedelta(days=30))
    drive()
    services.erase_due(now=NOON + timedelta(days=30))
    assert set(BulkDelivery.objects.values_list("address", "address_hash", "token")) == {("", None, "")}
    assert (Edition.objects.get().text, totals()[State.SENT]) == ("", 3)
    assert Campaign.objects.get(pk=campaign.pk).erased_at == NOON + timedelta(days=30)


def test_what_has_not_left_on_that_day_is_withdrawn(running, sink):
    running(3, erase_after=NOON + timedelta(days=30))
    services.erase_due(now=NOON + timedelta(days=30))
    assert totals()[State.WITHDRAWN] == 3


def test_no_address_stands_in_the_log(running, sink, caplog):
    running([reader(1), reader(2, token="髙")])
    sink.rcpt = lambda address: f"550 5.1.1 <{address}> unknown"
    with caplog.at_level("DEBUG", logger="cms"):
        drive()
    assert "bulk mail" in caplog.text
    assert "@" not in caplog.text


def test_starting_takes_as_many_statements_for_all_providers_as_for_one(
    prepared, query_count, django_capture_on_commit_callbacks
):
    def start(campaign):
        with django_capture_on_commit_callbacks(execute=True):
            services.start(campaign_id=campaign.pk, now=timezone.now())

    domains = [*(each[0] for each in DOMAINS.values()), "example.jp"]
    one, every = prepared(8), prepared([reader(1, address=f"a@{domain}") for domain in domains], key="2")
    have_lanes(), start(prepared(1, key="3"))
    assert query_count(lambda: start(every)) <= query_count(lambda: start(one))


def test_the_look_for_what_is_due_reads_the_index_alone(running):
    running(3), have_lanes()
    with CaptureQueriesContext(connection) as asked:
        assert [lane.group for lane in lanes_due(now=NOON)] == ["other"]
    explained = explain(next(each["sql"] for each in asked if "EXISTS" in each["sql"]))
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of three rows as a whole
        assert explained.count("mail_bulk_turn (campaign_id=? AND lane=? AND state=? AND due_at<?)") == 2


def explain(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
