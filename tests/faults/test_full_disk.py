"""A disk that is full, on SQLite: a small one of its own, in memory, with nothing else on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.core.memory import forget_everything
from cms.core.public_forms.tickets import Ticket
from events.registration import services
from events.registration.models import Offering, Registration
from tests.corpus.sending import SHOWN
from tests.factories.event_pages import offered, told
from tests.factories.home import home_page

from .own_database import SqliteFile, looked_at

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a disk of its own")
SIZE = "24m"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


class Disk:
    """A small file system. `fill` leaves no room on it, `free` makes some."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.filler = folder, folder / "filler"

    def fill(self) -> None:
        with self.filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while file.write(b"x" * size) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        self.filler.unlink()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def offering(disk: Disk, django_db_blocker: Any) -> Iterator[Offering]:
    """What can be booked at a site whose database is on that disk."""
    with django_db_blocker.unblock():
        database = SqliteFile(disk.folder)
        database.start()
        with looked_at(database.url):
            _forget()
            home_page("ja")
            yield offered(told(), capacity=20)
    _forget()


def _forget() -> None:
    cache.clear()
    forget_everything()


def form_of(offering: Offering, number: int) -> dict[str, Any]:
    return {
        "ticket": str(Ticket.issue(now=timezone.now() - SHOWN)), "offering": offering.pk, "name": f"見本 花子{number}",
        "kana": "みほん はなこ", "email": f"person{number}@example.jp", "phone": f"053-000-{number:04}",
        "contact_pref": "mail", "seats": "1", "consent": "on",
    }  # fmt: skip


def send(offering: Offering, form: dict[str, Any]) -> Any:
    client = Client(raise_request_exception=False, headers=FROM_HERE)
    return client.post(f"/ja/registrations/new/{offering.event_id}/", form)


def names() -> set[str]:
    return set(Registration.objects.values_list("name", flat=True))


def test_nothing_is_lost_when_the_disk_is_full_and_who_waits_gets_in(disk: Disk, offering: Offering) -> None:
    assert send(offering, form_of(offering, 1)).status_code == 303
    second = form_of(offering, 2)
    disk.fill()
    answer = send(offering, second)
    text = answer.content.decode()
    # She is asked to wait, and all that she typed stands in the page that asks.
    assert answer.status_code == 503, text[-3000:]
    assert [
        typed for typed in (second["name"], second["email"], second["phone"], second["ticket"]) if typed not in text
    ] == []
    assert Client(raise_request_exception=False).get("/ja/").status_code == 200
    assert names() == {"見本 花子1"}
    disk.free()
    assert send(offering, second).status_code == 303
    assert send(offering, second).status_code == 303
    assert sorted(Registration.objects.values_list("name", flat=True)) == ["見本 花子1", "見本 花子2"]
    assert list(services.reconcile(now=timezone.now())) == []
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
