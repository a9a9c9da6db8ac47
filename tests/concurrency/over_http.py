"""A site served by several processes on one socket, and a crowd that fills in its form; processes may be killed.

The processes are forks of the test's own, so that one that was killed is back in milliseconds and the next kill hits a
request, not a start. One more process is the crowd: it has a thread for each person, and the test's process none,
because a process with threads cannot be forked safely.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import signal
import socket
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from events.registration.services import entry

FORK = multiprocessing.get_context("fork")
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
READS_THE_FORM = 2.1  # seconds; who is faster than two is asked whether it is a robot
MOST_KILLS = 60
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Answer:
    """What one person was told in the end, and how often she sent. others: the statuses of answers before.

    sent_at: when she pressed the button first, on the crowd's own clock.
    """

    status: int = 0
    location: str = ""
    sent: int = 0
    sent_at: float = 0.0
    others: list[int] = field(default_factory=list)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Site:
    """`size` processes that serve the site. Use as a context manager.

    lock: what stands in for `locked_pools` in these processes, for controls.
    """

    def __init__(self, *, size: int, lock: Any = None) -> None:
        self.application, self.lock = WSGIHandler(), lock
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port: int = self.socket.getsockname()[1]
        self.size, self.kills = size, 0
        self.running: list[Any] = []
        self.forms_are_sent = FORK.Event()  # before that a kill would hit nothing but the reading of a page

    def __enter__(self) -> Site:
        connections.close_all()  # a connection must not be shared by two processes
        self.running = [self._start() for _number in range(self.size)]
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self.running:
            process.kill()
            process.join()
        self.socket.close()

    def while_running(self, crowd: Any, *, kill_every: float | None, patience: float) -> None:
        """Keep the processes going until `crowd` has ended, killing one every so many seconds."""
        deadline, next_kill = time.monotonic() + patience, time.monotonic() + (kill_every or patience)
        while crowd.is_alive():
            assert time.monotonic() < deadline, "the crowd did not come to an end"
            crowd.join(0.02)
            kills = kill_every is not None and self.kills < MOST_KILLS and self.forms_are_sent.is_set()
            if kills and kill_every and time.monotonic() >= next_kill:
                number = random.randrange(self.size)
                os.kill(self.running[number].pid, signal.SIGKILL)
                self.running[number].join()
                self.running[number] = self._start()
                self.kills += 1
                next_kill = time.monotonic() + kill_every

    def _start(self) -> Any:
        process = FORK.Process(target=self._serve, daemon=True)
        process.start()
        return process

    def _serve(self) -> None:
        if self.lock is not None:
            entry.locked_pools = self.lock  # in this process only
        server = WSGIServer(("127.0.0.1", self.port), Quiet, bind_and_activate=False)
        server.socket.close()
        server.socket, server.server_name, server.server_port = self.socket, "127.0.0.1", self.port
        server.setup_environ()
        server.set_app(self.application)
        server.serve_forever()


def register_all(
    site: Site, *, event: int, offering: int, people: int, folder: Path, kill_every: float | None = None,
    gap: float = 0.0, patience: float = 240.0,
) -> list[Answer]:  # fmt: skip
    """Let so many people open the form, fill it in and send it, and return what each was told.

    Who gets no answer sends the same form again, as people do who press the button once more. gap: seconds between one
    and the next; all at once without.
    """
    file = folder / "answers.json"

    def work() -> None:
        crowd = _Crowd(site, f"/ja/registrations/new/{event}/", offering, people, gap)
        file.write_text(json.dumps([vars(answer) for answer in crowd.run()]))
        os._exit(0)  # pytest's own endings are not for this process

    process = FORK.Process(target=work, daemon=True)
    process.start()
    site.while_running(process, kill_every=kill_every, patience=patience)
    return [Answer(**answer) for answer in json.loads(file.read_text())]


class _Crowd:
    def __init__(self, site: Site, path: str, offering: int, people: int, gap: float) -> None:
        self.site, self.path, self.offering, self.people, self.gap = site, path, offering, people, gap
        self.answers = [Answer() for _person in range(people)]
        self.all_have_read = threading.Barrier(people)

    def run(self) -> list[Answer]:
        threads = [threading.Thread(target=self._person, args=(number,)) for number in range(self.people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.answers

    def _person(self, number: int) -> None:
        answer = self.answers[number]
        page = self._until_answered(number, answer, "GET", "")
        ticket = TICKET.search(page)
        self.all_have_read.wait()
        time.sleep(READS_THE_FORM + number * self.gap)
        self.site.forms_are_sent.set()
        filled = {
            "ticket": unescape(ticket[1]) if ticket else "", "offering": self.offering, "name": f"見本 花子{number}",
            "kana": "みほん はなこ", "email": f"person{number}@example.jp",
            "phone": f"053-{number // 10000:03}-{number % 10000:04}", "contact_pref": "mail", "seats": "1",
            "consent": "on",
        }  # fmt: skip
        answer.sent, answer.sent_at = 0, time.monotonic()
        self._until_answered(number, answer, "POST", urlencode(filled))

    def _until_answered(self, number: int, answer: Answer, method: str, body: str) -> str:
        while True:
            answer.sent += 1
            try:
                page = self._ask(number, answer, method, body)
                if answer.status != 503:  # who is told that many are at it presses the button once more
                    return page
            except (OSError, HTTPException):
                pass
            time.sleep(random.uniform(0.02, 0.1))

    def _ask(self, number: int, answer: Answer, method: str, body: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        # Everybody has a connection of her own, as seen by the proxy in front.
        headers = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250}"} | (FORM if body else {})
        try:
            connection.request(method, self.path, body or None, headers)
            response = connection.getresponse()
            page = response.read().decode()
            if "Content-Length" not in response.headers:  # http.client takes an end amid the headers for their end
                raise HTTPException("the answer was cut off")
        finally:
            connection.close()
        if answer.status:
            answer.others.append(answer.status)
        answer.status, answer.location = response.status, response.headers.get("Location", "")
        return page
