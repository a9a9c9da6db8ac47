"""The same report at the same moment, and somebody who leaves while her complaint is heeded."""

import threading
from collections import Counter

import pytest
from django.db import connection

from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, ReturnedMail, Suppression
from cms.mail.returns.intake import Taken
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
