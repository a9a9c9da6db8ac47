"""People on a slow line, and on one that breaks while they send: nobody waits for them, nobody is registered twice."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from cms.stack.processes import Child, free_port
from events.registration.models import Registration
from tests.factories.event_pages import offered, told
from tests.servers import wait_until_it_answers

from .centre import ROOT, Centre
from .people import FORM, People, Person, ask

pytestmark = pytest.mark.one_database  # about the lines to it
# The site of the tests works on eight requests at once, in two processes of four threads. Of twenty people who come to
# one of the two by chance, fewer than four come to one of them once in four hundred times; of twelve, once in seven.
SLOW_ONES = 20
BYTES_A_SECOND = 2048


@pytest.fixture
def people(centre: Centre) -> People:
    page = told()
    offering = offered(page, capacity=SLOW_ONES * 2)
    return People(centre.url, offering.event_id, offering.pk, SLOW_ONES).read()


def configuration(site: str, port: int, folder: Path) -> str:
    """Return the configuration that a centre gets, without its certificate, for a proxy on this machine."""
    given = (ROOT / "deploy" / "nginx" / "kakehashi.conf").read_text()
    for before, after in (
        (r"server \{\s+listen 80;.*?\n\}\n", ""),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"listen \[::\]:443 ssl;|ssl_certificate\S*\s+\S+;", ""),
        (r"/var/l(?:ib|og)/nginx/", f"{folder}/"),
        (r"127\.0\.0\.1:8000", site),
        (r"X-Forwarded-For \$remote_addr", "X-Forwarded-For $http_x_forwarded_for"),  # all come from here
    ):
        given, times = re.subn(before, after, given, flags=re.DOTALL)
        assert times, before
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    process = f"user {getpass.getuser()}; daemon off; pid {folder}/pid;"
    return f"{process} error_log {folder}/error.log; events {{}} http {{ {temporary} {given} }}"


@pytest.fixture
def behind_proxy(people: People, tmp_path: Path) -> Iterator[People]:
    """The site as its visitors reach it."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    port = free_port(first=urlsplit(people.url).port or 0)
    file = tmp_path / "nginx.conf"
    file.write_text(configuration(urlsplit(people.url).netloc, port, tmp_path))
    command = [nginx, "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(file)]
    proxy = Child("proxy", command, tmp_path / "proxy.log", dict(os.environ), tmp_path)
    proxy.start()
    direct, people.url = people.url, f"http://127.0.0.1:{port}"
    wait_until_it_answers(proxy, people.url)
    yield people
    people.url = direct
    proxy.stop(grace=5)


def form(people: People, person: Person, **more: str) -> bytes:
    return urlencode(
        {
            "ticket": person.ticket, "offering": people.offering, "name": f"見本 花子{person.number}",
            "kana": "みほん はなこ", "email": person.email, "phone": f"053-000-{person.number:04}",
            "contact_pref": "mail", "seats": "1", "consent": "on", **more,
        }
    ).encode()  # fmt: skip


class Line:
    """A line to the site on which a form is sent piece by piece."""

    def __init__(self, people: People, person: Person, body: bytes) -> None:
        self.body = body
        self.socket = socket.create_connection(("127.0.0.1", urlsplit(people.url).port or 0), timeout=90)
        headers = {"Host": "127.0.0.1", "Content-Length": str(len(body)), "X-Forwarded-For": f"10.77.0.{person.number}"}
        lines = [f"POST {people.path} HTTP/1.1", *(f"{name}: {value}" for name, value in (headers | FORM).items())]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def send(self, number: int) -> None:
        self.socket.sendall(self.body[:number])
        self.body = self.body[number:]

    def send_slowly(self) -> None:
        while self.body:
            self.send(BYTES_A_SECOND // 10)
            time.sleep(0.1)

    def answer(self) -> str:
        """The first line and the headers of the answer."""
        got = b""
        while b"\r\n\r\n" not in got and (more := self.socket.recv(65536)):
            got += more
        return got.decode(errors="replace")

    def has_answer(self) -> bool:
        self.socket.settimeout(0.2)
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except TimeoutError:
            return False
        finally:
            self.socket.settimeout(90)


def registered(people: People) -> int:
    return Registration.objects.filter(event=people.event).count()


@contextmanager
def all_are_at_it(people: People) -> Iterator[list[Line]]:
    """Everybody has begun to send her form."""
    with ExitStack() as stack:
        lines = [Line(people, person, form(people, person)) for person in people.people]
        for line in lines:
            stack.callback(line.socket.close)
            line.send(100)
        time.sleep(1)
        yield lines


def ask_meanwhile(people: People, **said: float) -> list[int]:
    """What eight others are answered; 0: nothing while they had patience."""
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, people.url, people.path, who=f"10.78.0.{number}", **said) for number in range(8)]
        return [each.result().status for each in asked]


def test_who_is_on_a_slow_line_holds_nobody_up_and_is_registered_once(behind_proxy: People) -> None:
    with all_are_at_it(behind_proxy) as lines:
        assert ask_meanwhile(behind_proxy) == [200] * 8
        assert not any(line.has_answer() for line in lines), "control: all of them are still at it"
        for line in lines:
            line.send_slowly()
        assert [line.answer()[:12] for line in lines] == ["HTTP/1.1 303"] * SLOW_ONES
    assert registered(behind_proxy) == SLOW_ONES


@pytest.mark.thorough  # that the test above can fail
def test_control_without_the_proxy_they_hold_everybody_up(people: People) -> None:
    with all_are_at_it(people):
        answers = ask_meanwhile(people, patience=5)
    assert answers.count(0) > len(answers) / 2, answers


def test_a_line_that_breaks_before_the_end_registers_nobody(people: People) -> None:
    """Also where all that must be said has arrived, and what was asked for besides has not."""
    for person in people.people:
        body = form(people, person, need_other="車いすの席の近くをお願いします", sensitive="on")
        line = Line(people, person, body)
        line.send(body.index(b"&need_other") + 14)
        line.socket.close()
    time.sleep(3)
    assert registered(people) == 0
    line = Line(people, people.people[0], form(people, people.people[0], need_other="車いす", sensitive="on"))
    line.send(len(line.body))
    assert (line.answer()[:12], registered(people)) == ("HTTP/1.1 303", 1), "control: whole, it is taken"


def test_who_sends_again_after_the_line_broke_is_registered_once(people: People) -> None:
    for person in people.people:
        body = form(people, person)
        line = Line(people, person, body)
        line.send(len(body))
        line.socket.close()
    people.send(range(SLOW_ONES))
    assert registered(people) == SLOW_ONES
    assert len(set(people.acknowledged.values())) == SLOW_ONES
