"""Two beats at once, and processes that are killed in the middle: each address gets each reminder once.

Real processes, with a database and a mail server between them. Each with a control in which the fence is off.
"""

import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import State
from plugins.grants.models import GrantFollower, Reminder
from plugins.grants.reminders import asking
from tests.mail import rig
from tests.mail.conftest import sink  # noqa: F401
from tests.nursery import nursery

from .conftest import NOW
from .followers import remind, settle

pytestmark = [pytest.mark.django_db(transaction=True)]
READERS = [f"reader{number}@example.jp" for number in range(40)]
#: What beat and a worker do, in a process of its own: once for each line with a moment.
BEAT = """
import os, signal, sys
from datetime import datetime
from wagtail.models import Site
from cms.mail.bulk import engine
from cms.mail.bulk.services import preparation
from plugins.grants.models import Reminder
from plugins.grants.reminders import sending
from plugins.grants.tests.followers import remind

def die(*arguments, **said):
    os.kill(os.getpid(), signal.SIGKILL)

def slow(function):
    def act(*arguments, **said):
        import time; time.sleep(0.7)
        return function(*arguments, **said)
    return act

exec(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    remind(Site.objects.get(is_default_site=True), now=datetime.fromisoformat(line.strip()))
    print("done", flush=True)
"""
#: Both are sure to be in the middle at the same time.
SLOWLY = """
sending._campaign = slow(sending._campaign)
preparation.insert = slow(preparation.insert)
"""
#: The fences that a control takes off: what makes a reminder one, in our rows and in those of mail.
NO_FENCE = """
sending.campaign_key = lambda call, reminder: str(os.getpid())
def make_anew(calls, number, *, now):
    call = calls[0]
    Reminder.objects.filter(call=call).delete()
    sending.hand_over(Reminder.objects.create(
        call=call, site=call.site, closes_at=call.closes_at, days=number, made_at=now), now=now)

sending.make = make_anew
"""
#: Where a process is killed, by what it does next.
KILLED = {
    "the reminder is written": "sending._campaign = die",
    "the campaign is written": "sending.bulk.prepare = die",
    "half of the mails are written": """
preparation.AT_ONCE = 20
insert, times = preparation.insert, []
def insert_once(*arguments, **said):
    if times:
        die()
    times.append(1)
    insert(*arguments, **said)
preparation.insert = insert_once
""",
    "all mails are written": "sending.bulk.start = die",
    "it is started and not noted": """
start = sending.bulk.start
def start_and_die(**said):
    start(**said); die()
sending.bulk.start = start_and_die
""",
}


@pytest.fixture(autouse=True)
def _journals(settings, tmp_path):
    settings.CMS_MAIL_JOURNAL_DIR = tmp_path / "var" / "mail-journal"


@pytest.fixture
def followed(grant, call, site):
    made = call(grant(), closes_on="2026-12-10")
    for address in READERS:
        digest = asking.opt_in.addresses.digest(address)
        GrantFollower.objects.create(
            site=site, programme=made.programme, uuid=asking.subject_of(made.programme, digest), address=address,
            address_hash=digest, locale="ja", newest_call=made.pk, since=NOW - timedelta(days=3),
        )  # fmt: skip
    settle(made, now=NOW)
    return made


class Beat:
    """A process with the clock of reminders and the engine of mail."""

    def __init__(self, before: str = ""):
        var = str(Path(settings.CMS_MAIL_JOURNAL_DIR).parent)
        self.process = nursery().start(BEAT, before, environment=rig.environment() | {"KAKEHASHI_VAR": var})
        assert self.process.says() == "ready"

    def begin(self, *, now=NOW) -> None:
        self.process.tell(now.isoformat())

    def ends(self) -> str:
        """Wait; "done", or nothing where it was killed."""
        return self.process.says()


@pytest.fixture
def beat():
    made: list[Beat] = []

    def start(before=""):
        made.append(Beat(before))
        return made[-1]

    yield start
    for each in made:
        each.process.kill()


def copies(sink):  # noqa: F811
    """How often each address was written to, answered or not."""
    return Counter(message.recipients[0] for message in sink.after_dot)


ONCE = Counter(READERS)


def test_two_beats_at_once_remind_each_once(followed, beat, sink, site):  # noqa: F811
    both = [beat(SLOWLY), beat(SLOWLY)]
    for each in both:
        each.begin()
    assert [each.ends() for each in both] == ["done", "done"]
    remind(site, now=NOW + timedelta(minutes=5))
    assert copies(sink) == ONCE
    assert (Reminder.objects.count(), Campaign.objects.count()) == (1, 1)


def test_control_without_the_fence_two_beats_double(followed, beat, sink):  # noqa: F811
    for each in (beat(NO_FENCE), beat(NO_FENCE)):
        each.begin()
        assert each.ends() == "done"
    assert set(copies(sink).values()) == {2}


@pytest.mark.parametrize("where", KILLED)
def test_a_process_that_is_killed_in_the_middle_is_taken_up_and_nobody_gets_two(
    followed, beat, sink, site, where  # noqa: F811
):  # fmt: skip
    killed = beat(KILLED[where])
    killed.begin()
    assert killed.ends() == ""
    assert killed.process.wait() == -signal.SIGKILL
    assert sum(copies(sink).values()) == 0
    for minutes in (5, 7):
        remind(site, now=NOW + timedelta(minutes=minutes))
    assert copies(sink) == ONCE


def test_a_process_that_is_killed_while_it_sends_leaves_at_most_one_unknown(
    followed, beat, sink, site  # noqa: F811
):  # fmt: skip
    sink.dot = lambda address: time.sleep(0.05) or ""
    sender = beat()
    sender.begin()
    assert rig.wait_until(lambda: len(sink.after_dot) >= 10)
    sender.process.kill()
    sink.dot = lambda address: ""
    for minutes in (5, 7):
        remind(site, now=NOW + timedelta(minutes=minutes))
    totals = BulkDelivery.objects.totals()
    assert max(copies(sink).values()) == 1
    assert totals[State.UNCERTAIN] <= 1
    assert totals[State.SENT] + totals[State.UNCERTAIN] == len(READERS)
