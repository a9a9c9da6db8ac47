"""People who register over HTTP, and who press the button again when they are asked to; and some who only read."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

FIELD = re.compile(r'<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?[^>]*>')
CODE = re.compile(r'<b class="booking-code">([^<]+)</b>')
READS_THE_FORM = 2.1  # seconds; who is faster than two is asked whether it is a robot
AT_ONCE = 6
GOES_ROUND_EVERY = 0.25  # seconds, and what the pages take: without a rest nobody else gets anything from the site
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Page:
    """An answer. status 0: the line broke."""

    status: int
    text: str = ""
    location: str = ""


def ask(
    url: str, path: str, *, body: str = "", who: str = "10.9.0.1", cookie: str = "", patience: float = 90.0
) -> Page:  # fmt: skip
    """Ask a site once, as seen through the proxy in front of it."""
    connection = HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=patience)
    headers = {"X-Forwarded-For": who} | (FORM if body else {}) | ({"Cookie": cookie} if cookie else {})
    try:
        connection.request("POST" if body else "GET", path, body or None, headers)
        response = connection.getresponse()
        page = response.read().decode(errors="replace")
        location = response.headers.get("Location", "")
        # http.client takes an end amid the headers for their end: such an answer is none.
        return Page(0) if response.status == 303 and not location else Page(response.status, page, location)
    except (OSError, HTTPException):
        return Page(0)
    finally:
        connection.close()


@dataclass
class Person:
    """One who registers. statuses: of every answer to her form; code, token: of the booking that she was shown."""

    number: int
    email: str
    ticket: str = ""
    statuses: list[int] = field(default_factory=list)
    code: str = ""
    token: str = ""


@dataclass
class People:
    """So many people who want to come to one event. `addresses`: what stands before the @, for the first ones."""

    url: str
    event: int
    offering: int
    number: int
    addresses: Sequence[str] = ()
    people: list[Person] = field(init=False)

    def __post_init__(self) -> None:
        names = [*self.addresses, *(f"person{number}" for number in range(len(self.addresses), self.number))]
        self.people = [
            Person(number, f"{name}-{self.event}@example.jp") for number, name in enumerate(names[: self.number])
        ]

    @property
    def path(self) -> str:
        return f"/ja/registrations/new/{self.event}/"

    @property
    def statuses(self) -> set[int]:
        return {status for person in self.people for status in person.statuses}

    @property
    def acknowledged(self) -> dict[str, str]:
        """The booking number that each was shown, by mail address."""
        return {person.email: person.code for person in self.people if person.code}

    def read(self) -> People:
        """Open the form, each her own, and read it."""
        for person in self.people:
            page = ask(self.url, self.path, who=self._who(person))
            assert page.status == 200, page.text[:2000]
            person.ticket = dict(_fields(page.text))["ticket"]
        time.sleep(READS_THE_FORM)
        return self

    def send(self, numbers: Iterable[int], *, patience: float = 120.0) -> None:
        """Let these send their forms, some at once, each until she was shown her booking."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(self._register, self.people[number], patience) for number in numbers]:
                done.result()

    def _register(self, person: Person, patience: float) -> None:
        body = urlencode(
            {
                "ticket": person.ticket, "offering": self.offering, "name": f"見本 花子{person.number}",
                "kana": "みほん はなこ", "email": person.email, "phone": f"053-000-{person.number:04}",
                "contact_pref": "mail", "seats": "1", "consent": "on",
            }
        )  # fmt: skip
        deadline = time.monotonic() + patience
        while not person.code:
            assert time.monotonic() < deadline, f"person {person.number} was told nothing: {person.statuses}"
            page = ask(self.url, self.path, body=body, who=self._who(person))
            person.statuses.append(page.status)
            if page.status == 303:
                self._see_booking(person, page.location)
            elif page.status == 503:
                # The page that asks to wait has kept everything; a form that is shown again is as it was.
                kept = _fields(page.text)
                body = urlencode(kept) if "name" in dict(kept) else body
            time.sleep(0 if person.code else 0.2)

    def _see_booking(self, person: Person, path: str) -> None:
        page = ask(self.url, path, who=self._who(person))
        person.statuses.append(page.status)
        found = CODE.search(page.text)
        person.token = path.rstrip("/").rpartition("/")[2]
        person.code = found[1].replace(" ", "").replace("-", "") if found and page.status == 200 else ""

    def _who(self, person: Person) -> str:
        return f"10.{self.event % 250}.{person.number // 250}.{person.number % 250}"


class Readers:
    """Somebody who goes round some addresses while a block runs, and twice at least. Use as a context manager.

    `statuses` by address.
    """

    def __init__(self, url: str, paths: Sequence[str], *, cookie: str = "") -> None:
        self.url, self.paths, self.cookie = url, paths, cookie
        self.statuses: dict[str, list[int]] = {path: [] for path in paths}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Readers:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seen(self) -> set[int]:
        return {status for statuses in self.statuses.values() for status in statuses}

    def _read(self) -> None:
        for rounds in itertools.count(1):
            for path in self.paths:
                cookie = self.cookie if path.startswith("/admin/") else ""
                self.statuses[path].append(ask(self.url, path, cookie=cookie).status)
            # On a busy machine the second round may begin when the block has ended.
            if self._over.wait(GOES_ROUND_EVERY) and rounds > 1:
                return


def _fields(text: str) -> list[tuple[str, Any]]:
    return [(unescape(name), unescape(value)) for name, value in FIELD.findall(text)]
