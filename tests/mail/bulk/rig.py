"""Processes that pump bulk mail, and the ways to hurt them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.mail import rig

# A nursery: loads Django once and forks a pump for each line it reads, since loading takes longer than an issue. A pump
# drives until it is killed; a breath when there is nothing, so that two of them do not starve the test.
NURSERY = """
import os, signal, sys, time
import django; django.setup()
from django.db import Error, connection
from django.utils import timezone
from cms.mail.bulk import engine
exec(sys.argv[1])

def pump():
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

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        pump()
    print(pid, flush=True)
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
        environment = rig.environment() | {"KAKEHASHI_VAR": str(Path(settings.CMS_MAIL_JOURNAL_DIR).parent)}
        self.running: list[int] = []
        self._nursery = subprocess.Popen(
            [sys.executable, "-c", NURSERY, PATIENT + before], env=environment, cwd=rig.ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._nursery.stdout is not None
        assert self._nursery.stdout.readline() == "ready\n"

    def start(self) -> int:
        """Start a pump; return its process."""
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write("go\n")
        self._nursery.stdin.flush()
        self.running.append(int(self._nursery.stdout.readline()))
        return self.running[-1]

    def kill(self, pump: int) -> None:
        """kill -9, and wait until it is gone."""
        os.kill(pump, signal.SIGKILL)
        self.running.remove(pump)
        assert rig.wait_until(lambda: not Path(f"/proc/{pump}").exists())

    def stop(self) -> None:
        for pump in list(self.running):
            self.kill(pump)
        if self._nursery.poll() is None:
            self._nursery.communicate()
