"""The same report at the same moment, and somebody who leaves while her complaint is heeded."""

import threading
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from wagtail.models import Site

from cms.mail import addresses
from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, ReturnedMail, ReturnKind, ReturnSource, Suppression
from cms.mail.returns import noting
from cms.mail.returns.intake import Taken
from cms.mail.services import suppression
from cms.mail.states import State
from tests.mail.conftest import NOON

from . import samples
from .conftest import take

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Do all at once, each over a connection of its own; return what came of them, errors too."""
    barrier, said = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            said.append(act())
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_one_report_that_comes_by_eight_ways_at_once_counts_once(sent):
    [delivery] = sent()
    report = samples.dsn(samples.address(delivery))
    said = together(*[lambda: take(report)] * 8)
    assert Counter(said) == {Taken.NOTED: 1, Taken.KNOWN: 7}
    assert (ReturnedMail.objects.count(), Campaign.objects.get().bounced) == (1, 1)


def test_eight_reports_of_one_delivery_are_kept_and_count_once(sent):
    """The control for the one before: it is the report's Message-ID that makes it one."""
    [delivery] = sent()
    reports = [samples.dsn(samples.address(delivery), id=str(number)) for number in range(8)]
    said = together(*[lambda content=each: take(content) for each in reports])
    assert Counter(said) == {Taken.NOTED: 8}
    assert (ReturnedMail.objects.count(), Campaign.objects.get().bounced) == (8, 1)


def test_reports_and_departures_do_not_wait_for_each_other(sent):
    deliveries = sent(12)
    reports = [samples.arf(samples.address(each)) for each in deliveries[:6]]
    reports += [samples.dsn(samples.address(each)) for each in deliveries[6:]]
    site = Campaign.objects.get().site
    Campaign.objects.update(state="running")
    leave = [
        lambda digest=each.address_hash: bulk.withdraw_address(site=site, address_hash=digest, now=NOON)
        for each in deliveries
    ]
    said = together(*[lambda content=each: take(content) for each in reports], *leave)
    assert [each for each in said if isinstance(each, Exception)] == []
    assert Suppression.objects.count() == 12
    assert BulkDelivery.objects.filter(state="refused").count() == 6


# What is looked at and changed afterwards ----------------------------------------------------------------------------
# On SQLite one writer is let in after the other, so that there is nothing to lose; PostgreSQL lets both go on.

POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")


def while_another(act, then):
    """Do `then` while `act` is done and not committed yet; return what came of it."""
    done, said = threading.Event(), []

    def run():
        try:
            with transaction.atomic():
                act()
                done.set()
                time.sleep(0.5)  # for `then` to come as far as it can
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    assert done.wait(30)
    said.append(then())
    other.join()
    return said[0]


def a_report(delivery):
    return ReturnedMail.objects.create(
        site_id=Campaign.objects.get().site_id, bulk_delivery=delivery, key="k", kind=ReturnKind.HARD, at=NOON,
        source=ReturnSource.PIPE, reason="unknown_mailbox", address_hash=delivery.address_hash,
    )  # fmt: skip


def take_up(delivery):
    BulkDelivery.objects.filter(pk=delivery.pk).update(state=State.CLAIMED, batch="b", sent_at=None)


@transaction.atomic
def heed(report):
    return noting.heed_about_delivery(report, now=NOON)


@transaction.atomic
def heed_without_the_lock(report):
    """What heeding would be if it looked first and changed later."""
    rows = BulkDelivery.objects.filter(pk=report.bulk_delivery_id)
    if rows.filter(state=State.CLAIMED).exists():
        return False
    rows.filter(state__in=noting.MAY_COME_BACK).update(state=State.REFUSED, sent_at=None)
    ReturnedMail.objects.filter(pk=report.pk).update(is_heeded=True)
    return True


def test_a_report_of_a_delivery_that_is_just_being_taken_up_waits_for_it(sent):
    [delivery] = sent()
    report = a_report(delivery)
    assert while_another(lambda: take_up(delivery), lambda: heed(report)) is False
    BulkDelivery.objects.update(state=State.SENT, batch=None, sent_at=NOON)
    assert noting.heed_waiting(now=NOON) == 1
    assert BulkDelivery.objects.get().state == State.REFUSED


@POSTGRESQL
def test_control_who_looks_without_the_lock_takes_it_for_heeded(sent):
    [delivery] = sent()
    report = a_report(delivery)
    assert while_another(lambda: take_up(delivery), lambda: heed_without_the_lock(report)) is True
    assert (BulkDelivery.objects.get().state, noting.heed_waiting(now=NOON)) == (State.CLAIMED, 0)


WHY = Suppression.Why


def suppress_without_the_lock(*, site, address, why, now):
    digest = addresses.digest(address)
    row, _is_new = Suppression.objects.get_or_create(
        site=site, address_hash=digest, defaults={"why": why, "since": now}
    )
    if suppression.RANK[why] > suppression.RANK[WHY(row.why)]:
        Suppression.objects.filter(pk=row.pk).update(why=why)


def both_reasons(act):
    site, address = Site.objects.get(is_default_site=True), "hanako@example.jp"
    suppression.suppress(site=site, address=address, why=WHY.BOUNCED, now=NOON)
    while_another(
        lambda: act(site=site, address=address, why=WHY.UNREACHABLE, now=NOON),
        lambda: act(site=site, address=address, why=WHY.REFUSED, now=NOON),
    )
    return Suppression.objects.get().why


def test_of_two_reasons_at_once_the_stronger_stays(db):
    assert both_reasons(suppression.suppress) == WHY.UNREACHABLE


@POSTGRESQL
def test_control_without_the_lock_the_weaker_one_stays(db):
    assert both_reasons(suppress_without_the_lock) == WHY.REFUSED


def test_an_address_that_is_just_being_taken_off_the_list_is_put_on_it_again(db):
    site, address = Site.objects.get(is_default_site=True), "hanako@example.jp"
    suppression.suppress(site=site, address=address, why=WHY.BOUNCED, now=NOON)
    while_another(
        lambda: suppression.lift(site=site, address=address),
        lambda: suppression.suppress(site=site, address=address, why=WHY.COMPLAINT, now=NOON),
    )
    assert Suppression.objects.get().why == WHY.COMPLAINT
