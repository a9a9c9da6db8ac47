"""Processes that pump bulk mail, and the ways to hurt them."""

from pathlib import Path

from django.conf import settings

from tests.mail import rig
from tests.nursery import Forked, nursery

# Drives until it is killed; a breath when there is nothing, so that two of them do not starve the test.
PUMP = """
import sys, time
from django.db import Error, connection
from django.utils import timezone
from cms.mail.bulk import engine
exec(sys.argv[1])

while True:
    try:
        driven = engine.drive(now=timezone.now())
    except Error as error:
        print(error, file=sys.stderr)
        connection.close()
        time.sleep(0.05)
        continue
    if not driven.results:
        time.sleep(0.1)
"""
# Who sends waits for an answer as long as a test holds it back, on a machine however slow.
PATIENT = """
from cms.mail.bulk import conversation
conversation.PATIENCE_AFTER_DOT = 500.0
"""
# Fences that a control takes off.
NO_FENCE = """
import fcntl
fcntl.flock = lambda *arguments: None
"""
NO_JOURNAL = """
from cms.mail.bulk.journal import Account, Journal
Journal.read = lambda self: Account()
"""


class Pumps:
    """Some processes that drive the engine. `before` is run in each before it begins."""

    def __init__(self, before: str = ""):
        self._environment = rig.environment() | {"KAKEHASHI_VAR": str(Path(settings.CMS_MAIL_JOURNAL_DIR).parent)}
        self._before = PATIENT + before
        self.running: list[Forked] = []

    def start(self) -> Forked:
        """Start a pump; return its process."""
        self.running.append(nursery().start(PUMP, self._before, environment=self._environment))
        return self.running[-1]

    def kill(self, pump: Forked) -> None:
        """kill -9, and wait until it is gone."""
        pump.kill()
        self.running.remove(pump)

    def stop(self) -> None:
        for pump in list(self.running):
            self.kill(pump)
