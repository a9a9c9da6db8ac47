"""Freezing the audience: every candidate is one delivery or counted with a reason; once is once."""

from datetime import timedelta

import pytest

from cms.mail import addresses
from cms.mail.bulk import ordering, services
from cms.mail.bulk.exceptions import CampaignMoveRefused, PreparationTakenOver, PreparationUnderWay
from cms.mail.bulk.services import preparation
from cms.mail.exceptions import LineBreakRefused, MailRefused
from cms.mail.models import BulkDelivery, Campaign, Departure, Suppression
from cms.mail.states import Reason, State
from tests.mail.conftest import NOON

from .conftest import a_list, edition, reader

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


def suppress(site, address):
    digest = addresses.digest(address)
    Suppression.objects.create(site=site, address_hash=digest, why=Suppression.Why.UNREACHABLE, since=NOON)


def cut_off(campaign, monkeypatch):
    """Prepare nine candidates, three a transaction, until the process dies after the second."""
    monkeypatch.setattr(preparation, "AT_ONCE", 3)
    with monkeypatch.context() as patch:
        insert, batches = preparation.insert, []

        def die(rows, **said):
            batches.append(rows)
            if len(batches) == 3:
                raise SystemExit
            insert(rows, **said)

        patch.setattr(preparation, "insert", die)
        with pytest.raises(SystemExit):
            services.prepare(campaign=campaign, candidates=lambda: map(reader, range(9)), now=NOON)


def test_candidates_are_the_prepared_and_the_excluded(prepared, site):
    suppress(site, "reader3@example.jp")
    campaign = prepared([
        reader(1), reader(2), reader(3), reader(4, address="nobody"), services.Excluded("paused"),
        reader(5, address="Reader1@EXAMPLE.jp"),
    ])  # fmt: skip
    assert (campaign.candidates, campaign.prepared) == (6, 2)
    assert campaign.excluded == {"suppressed": 1, "no_address": 1, "paused": 1, "duplicate": 1}


def test_preparing_again_adds_nothing(prepared):
    campaign = prepared(5)
    services.prepare(campaign=campaign, candidates=lambda: [reader(9)], now=LATER)
    assert (BulkDelivery.objects.count(), campaign.candidates) == (5, 5)


def test_preparing_again_reads_no_candidates(prepared):
    def must_not_be_read():
        raise AssertionError

    services.prepare(campaign=prepared(5), candidates=must_not_be_read, now=LATER)


def test_a_preparation_that_was_cut_off_is_begun_anew(create, monkeypatch):
    campaign = create()
    cut_off(campaign, monkeypatch)
    assert BulkDelivery.objects.count() == 6
    made = services.prepare(campaign=campaign, candidates=lambda: [reader(1), reader(99)], now=LATER)
    assert (BulkDelivery.objects.count(), made.candidates, made.excluded) == (2, 2, {})


def test_two_do_not_prepare_at_the_same_time(create, monkeypatch):
    campaign = create()
    cut_off(campaign, monkeypatch)
    with pytest.raises(PreparationUnderWay):
        services.prepare(campaign=campaign, candidates=lambda: [reader(1)], now=NOON)


@pytest.mark.parametrize("often", ["HELD_EVERY", "AT_ONCE"])
def test_a_preparation_that_was_taken_over_stops(create, monkeypatch, often):
    monkeypatch.setattr(preparation, often, 3)
    campaign = create()

    def candidates():
        yield from (reader(number) for number in range(4))
        services.prepare(campaign=campaign, candidates=lambda: [reader(1)], now=LATER)
        yield from (reader(number) for number in range(4, 9))

    with pytest.raises(PreparationTakenOver):
        services.prepare(campaign=campaign, candidates=candidates, now=NOON)
    assert BulkDelivery.objects.count() == 1


def test_a_campaign_that_was_called_off_is_not_prepared(create):
    campaign = create()
    services.call_off(campaign_id=campaign.pk, now=NOON)
    with pytest.raises(CampaignMoveRefused):
        services.prepare(campaign=campaign, candidates=lambda: [reader(1)], now=NOON)


@pytest.mark.every_case
@pytest.mark.parametrize("in_memory", [1, 3, 4, 11])
def test_more_deliveries_than_fit_into_memory_stand_in_the_order_of_their_hashes(prepared, monkeypatch, in_memory):
    monkeypatch.setattr(ordering, "IN_MEMORY", in_memory)
    first = reader(0, name="はじめ")
    campaign = prepared([first, *(reader(number) for number in range(9)), reader(3, name="あと")])
    rows = list(BulkDelivery.objects.order_by("pk").values_list("address_hash", "recipient"))
    assert [digest for digest, _name in rows] == sorted(digest for digest, _name in rows)
    assert sorted(name for _digest, name in rows) == [""] * 8 + ["はじめ"]
    assert (campaign.prepared, campaign.excluded) == (9, {"duplicate": 2})


def test_creating_again_returns_the_first(create):
    assert create().pk == create(name="other").pk == Campaign.objects.get().pk


def test_who_leaves_while_it_is_prepared_gets_nothing(create, site):
    campaign = create()

    def candidates():
        yield reader(1)
        services.withdraw_address(
            site=site, address_hash=addresses.digest("reader1@example.jp"), list_key="events", now=NOON
        )
        yield reader(2)

    made = services.prepare(campaign=campaign, candidates=candidates, now=NOON)
    gone = BulkDelivery.objects.get(address="reader1@example.jp")
    assert (gone.state, gone.reason) == (State.WITHDRAWN, Reason.LEFT_THE_LIST)
    assert (made.candidates, services.totals_of(made).candidates, Departure.objects.count()) == (2, 2, 0)


def test_lanes_are_those_of_the_providers(prepared):
    hosts = ["gmail.com", "t.vodafone.ne.jp", "docomo.ne.jp", "example.jp", "example.docomo.ne.jp"]
    prepared([reader(number, address=f"a{number}@{host}") for number, host in enumerate(hosts)])
    lanes = list(BulkDelivery.objects.order_by("address").values_list("lane", flat=True))
    assert lanes == ["gmail", "softbank", "docomo", "other", "docomo"]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"subject": " "}, "editions[0].subject"),
        ({"text": ""}, "editions[0].text"),
        ({"html": "<p>\ufdd0nobody\ufdd1</p>"}, "editions[0].html"),
        ({"text": "\ufdd0token"}, "editions[0].text"),
        ({"sections": {"a b": ("", "")}}, "editions[0].sections"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_field(create, content, field):
    with pytest.raises(MailRefused) as refusal:
        create(editions=[edition(**content)])
    assert refusal.value.field == field


def test_a_line_break_in_a_subject_is_refused(create):
    with pytest.raises(LineBreakRefused):
        create(editions=[edition(subject="a\r\nBcc: b@example.jp")])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"id": "events"}, "belongs_to.id"),
        ({"unsubscribe_url": "https://centre.example.jp/stop/"}, "belongs_to.unsubscribe_url"),
        ({"help_url": "/help"}, "belongs_to.help_url"),
        ({"unsubscribe_mailto": "nobody"}, "belongs_to.unsubscribe_mailto"),
    ],
)
def test_a_list_that_cannot_be_left_is_refused_with_its_field(create, said, field):
    with pytest.raises(MailRefused) as refusal:
        create(belongs_to=a_list(**said))
    assert refusal.value.field == field
