"""Two beats at once, and processes that are killed while they make a digest: one letter, and each reader gets it once.

Real processes, with a database and a mail server between them. Each with a control in which the fence is off.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from plugins.newsletters import services
from plugins.newsletters.models import DigestRun, NewsletterIssue, Outcome, Sending
from tests.mail import rig
from tests.mail.conftest import sink  # noqa: F401
from tests.nursery import nursery

from .digests import FRIDAY, MINUTE, MONDAY, news, pass_by, rule_of

pytestmark = [pytest.mark.django_db(transaction=True)]
READERS = [f"reader{number}@example.jp" for number in range(12)]
#: What beat and a worker do around the moment at which a digest is due, in a process of its own.
BEAT = """
import sys, time
from wagtail.models import Site
from plugins.newsletters.services import digesting, freezing
from plugins.newsletters.tests.digests import FRIDAY, pass_by

def slow(function, says=""):
    def act(*arguments, **said):
        if says:
            print(says, flush=True)
            time.sleep(600)
        time.sleep(1)
        return function(*arguments, **said)
    return act

exec(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
pass_by(Site.objects.get(is_default_site=True), FRIDAY)
print("done", flush=True)
"""
# Both are sure to be in the middle of making it at the same time.
SLOWLY = "digesting._write = slow(digesting._write)\n"
# The process stops where it would be killed, with the page made, or with the editions made and no reader counted.
STOPS_WHILE_MAKING = "digesting._send = slow(digesting._send, 'inside')\n"
STOPS_WHILE_COUNTING = "freezing.catch_up = slow(freezing.catch_up, 'inside')\n"
# Fences that a control takes off: the mark of the period (and the address that stands for it), and the transaction.
NO_MARK = """
import os
make = digesting.issue_of
def issue_of(*arguments, **said):
    issue = make(*arguments, **said)
    issue.slug += f"-{os.getpid()}"
    return issue
digesting.issue_of = issue_of
digesting.period_of = lambda rule, at: str(os.getpid())
"""
NO_TRANSACTION = """
from django.db.models import QuerySet
QuerySet.select_for_update = lambda self, **said: self
digesting.make = digesting.make.__wrapped__
"""


class Beat:
    """A process that waits to be told, and then does what is due on Friday at five."""

    def __init__(self, before: str = "") -> None:
        var = str(Path(settings.CMS_MAIL_JOURNAL_DIR).parent)
        self._process = nursery().start(BEAT, before, environment=rig.environment() | {"KAKEHASHI_VAR": var})
        assert self.said() == "ready"

    def said(self) -> str:
        return self._process.says()

    def go(self) -> "Beat":
        self._process.tell("go")
        return self

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self._process.kill()


@pytest.fixture
def beats():
    made: list[Beat] = []

    def start(before=""):
        made.append(Beat(before))
        return made[-1]

    yield start
    for each in made:
        each.kill()


@pytest.fixture
def friday(settings, tmp_path, site, topics, enter, sink):  # noqa: F811
    """A rule with a dozen readers and something new for them."""
    settings.CMS_MAIL_JOURNAL_DIR = tmp_path / "var" / "mail-journal"
    rule_of(topics["events"])
    for address in READERS:
        enter(address)
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    return sink


def copies(server: Any) -> Counter[str]:
    return Counter(message.recipients[0] for message in server.after_dot)


def made() -> tuple[int, int, int]:
    return NewsletterIssue.objects.count(), DigestRun.objects.count(), Sending.objects.count()


def both(beats: Any, before: str) -> None:
    """Two at once, and wait until both are through."""
    running = [beats(SLOWLY + before) for _each in range(2)]
    for each in running:
        each.go()
    for each in running:
        each.said()


def test_two_beats_at_once_make_one_letter_that_each_reader_gets_once(friday, beats):
    both(beats, "")
    assert (made(), copies(friday)) == ((1, 1, 1), Counter(READERS))


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_mark_of_the_period_two_beats_send_two(friday, beats):
    both(beats, NO_MARK)
    assert made() == (2, 2, 2)


def killed(beats: Any, before: str) -> None:
    """One begins and is killed where it stops."""
    beat = beats(before).go()
    assert beat.said() == "inside"
    beat.kill()


def test_one_that_is_killed_while_it_makes_a_letter_leaves_nothing_and_another_makes_it(friday, site, beats):
    killed(beats, STOPS_WHILE_MAKING)
    assert rig.wait_until(lambda: made() == (0, 0, 0))
    beats().go().said()
    assert (made(), copies(friday)) == ((1, 1, 1), Counter(READERS))


def test_control_without_the_transaction_half_a_letter_is_left_that_nobody_sends(friday, site, beats):
    killed(beats, NO_TRANSACTION + STOPS_WHILE_MAKING)
    beats().go().said()
    assert (made(), copies(friday)) == ((1, 1, 0), Counter())
    assert DigestRun.objects.get().outcome == Outcome.WAITING


def test_one_that_is_killed_while_it_counts_the_readers_is_followed_by_another(friday, site, beats):
    killed(beats, STOPS_WHILE_COUNTING)
    assert (made(), copies(friday)) == ((1, 1, 1), Counter())
    beats().go().said()
    assert (made(), copies(friday)) == ((1, 1, 1), Counter(READERS))


def test_killed_again_and_again_at_any_moment_it_goes_out_once(friday, site, beats):
    """Wherever it stands: making, counting, or in the middle of sending, with one that goes on beside it."""
    friday.hold(after=5, pause=0.01)
    first = beats().go()
    assert rig.wait_until(lambda: friday.holds)
    second = beats().go()
    first.kill()
    friday.let_go()
    assert second.said() == "done"
    services.make_digests(now=FRIDAY + 3 * MINUTE, site=site)
    pass_by(site, FRIDAY)
    written = copies(friday)
    assert (made(), max(written.values()), set(written)) == ((1, 1, 1), 1, set(READERS))
