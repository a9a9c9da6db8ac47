"""Every address that holds a secret, with every kind of wrong one: a friendly page, and nothing of anybody."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.models import Site

from cms.core.public_forms.tickets import Ticket

from .doors import DOORS, addresses
from .sending import FROM_HERE, SHOWN, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]
SECRET = "<str:token>"
#: What the openers of the doors call people, and where they get mail.
PEOPLE = ("見本 花子", "みほん はなこ", "hanako@example.jp", "new@example.jp", "reader@example.jp", "other@example.jp")
#: Parts of addresses that everybody may read: a keyword, a map of the site, a sending service, a wish for furigana.
NO_SECRETS = {"<str:slug>", "<str:section>", "<str:name>", "<str:wish>", "<path:back>"}
#: Stopping has to work for ever, and on whichever site of the centre the letter was read.
FOR_EVER = {"stop"}
#: What is said to an address with a NUL (`cms.core.middleware`).
NUL = "このアドレスには使えない文字が含まれています。"
#: A secret is spoilt at places all over it. Each address gets every so many of them, another share than the next one.
EVERY = 4
NONE = (
    "-", "x", "A" * 48, "A" * 54, "あ", "~", "~~", "%00", "..%2f..", "%F0%9F%98%80", "null", "0", "A" * 3000, "<b>",
    "%0d%0aX-Injected:%20y",
)  # fmt: skip


def _of(path: str) -> str:
    return str(resolve(path).kwargs["token"])


def _with_secrets() -> dict[str, str]:
    """The addresses with a secret, and what stands before it in each: those who share that share their secrets."""
    return {name: path.partition(SECRET)[0] for name, path, _pattern in addresses() if SECRET in path}


@pytest.fixture
def secrets() -> dict[str, str]:
    """A good secret for what stands before it."""
    before, found = _with_secrets(), {}
    for door in DOORS:
        if door.name in before and before[door.name] not in found:
            found[before[door.name]] = _of(door.opened())
    return found


def _spoilt(secret: str) -> Iterator[str]:
    """The same secret cut, longer, and with one bit changed at places all over it."""
    yield from (
        secret[:-1],
        secret[:-4],
        secret[1:],
        secret[: len(secret) // 2],
        f"{secret}A",
        f"{secret}AAAA",
        secret.swapcase(),
    )
    for part in secret.split("~"):
        raw = bytearray(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        for place in range(0, len(raw), 9):
            raw[place] ^= 1
            changed = base64.urlsafe_b64encode(bytes(raw)).decode()
            yield changed if part.endswith("=") or len(part) % 4 == 0 else changed.rstrip("=")
            raw[place] ^= 1


def _faults(answer: Any) -> Iterator[str]:
    html = answer.content.decode()
    if answer.status_code == 400 and html == NUL:
        return
    if answer.status_code != 404:
        yield f"answers with {answer.status_code}"
    yield from (f"shows {person}" for person in PEOPLE if person in html)
    if answer.get("Content-Type", "").startswith("text/html") and "<h1" not in html:
        yield "says nothing"


@pytest.mark.one_database
def test_no_wrong_secret_opens_anything(client: Client, secrets: dict[str, str], thorough: bool) -> None:
    faults, sharing = [], Counter(_with_secrets().values())
    for number, (name, before) in enumerate(_with_secrets().items()):
        foreign = [secret for kind, secret in secrets.items() if kind != before]
        # Those that share their secrets share what reads them, and the spoilt ones too: each tries some.
        share = min(sharing[before], 3) * (1 if thorough else EVERY)
        spoilt = [*_spoilt(secrets[before])][number % share :: share]
        for wrong in (*NONE[number % 3 :: 3], *spoilt, *foreign):
            address = reverse(name, args=["-"]).replace("/-/", f"/{wrong}/", 1)
            answers = [client.get(address, **FROM_HERE)]
            answers += [] if wrong in NONE else [client.post(address, **FROM_HERE)]
            faults += [f"{name} {wrong[:60]}: {fault}" for answer in answers for fault in _faults(answer)]
    assert not faults, "\n".join(faults[:40])


def test_every_address_with_a_secret_opens_with_its_own(client: Client, secrets: dict[str, str]) -> None:
    """The control: what is refused above is refused for its secret."""
    statuses = {
        name: client.get(reverse(name, args=[secrets[before]])).status_code for name, before in _with_secrets().items()
    }
    assert {name: status for name, status in statuses.items() if status not in (200, 302)} == {}


def test_years_later_every_link_is_over(
    client: Client, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + timedelta(days=3 * 365)
    monkeypatch.setattr(timezone, "now", lambda: later)
    faults = []
    for name, before in _with_secrets().items():
        if name not in FOR_EVER:
            answer = client.get(reverse(name, args=[secrets[before]]), **FROM_HERE)
            faults += [f"{name}: {fault}" for fault in _faults(answer)]
    assert not faults, "\n".join(faults)


def test_no_link_opens_anything_on_another_site(client: Client, secrets: dict[str, str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["other.example"]
    ours = Site.objects.get(is_default_site=True)
    Site.objects.create(hostname="other.example", root_page=ours.root_page)
    faults = []
    for name, before in _with_secrets().items():
        if name in FOR_EVER:
            continue
        address = reverse(name, args=[secrets[before]])
        for ask in (client.get, client.post):
            answer = ask(address, HTTP_HOST="other.example", **FROM_HERE)
            faults += [f"{name}: {fault}" for fault in _faults(answer)]
    assert not faults, "\n".join(faults)


def test_every_address_that_may_hold_a_secret_is_among_these(secrets: dict[str, str]) -> None:
    """A word in an address is a secret, unless it is written down here that it is none."""
    others = {place for _name, path, _pattern in addresses() for place in re.findall(r"<(?:str|path):\w+>", path)}
    assert others == {SECRET, *NO_SECRETS}
    assert set(_with_secrets().values()) == set(secrets)


# A link that was used -----------------------------------------------------------------------------------------------

#: What a link may say once its button was pressed and is pressed again: the page behind it, the way there, its end.
USED = {200, 302, 303, 404, 409, 410}
#: Columns that say when something was last looked at.
RESTLESS = ("updated_at", "changed_at", "last_seen_at")


def _rows() -> dict[str, list[Any]]:
    """All that is known of people: bookings, letters, wishes."""
    found = {}
    for label in ("event_registration", "mail", *(plugin.label for plugin in _plugins())):
        for model in apps.get_app_config(label).get_models():
            names = [column.attname for column in model._meta.concrete_fields if column.name not in RESTLESS]
            found[model._meta.label] = [
                tuple(map(str, row)) for row in model._base_manager.order_by("pk").values_list(*names)
            ]
    return found


def _plugins() -> list[Any]:
    return [config for config in apps.get_app_configs() if config.name.startswith("plugins.")]


@pytest.mark.one_database
def test_a_link_that_was_used_does_nothing_more() -> None:
    faults = []
    for door in DOORS:
        if door.name not in _with_secrets() or door.is_for_again:
            continue
        visitor = Visitor(door)
        sent = visitor.good | {"ticket": [str(Ticket.issue(now=timezone.now() - SHOWN))]}
        statuses, rows = [], []
        for _press in range(3):
            answer: Any = visitor.client.post(visitor.path, sent, **FROM_HERE)
            statuses.append(answer.status_code)
            rows.append(_rows())
        changed = [label for label in rows[1] if rows[1][label] != rows[2][label] or rows[0][label] != rows[1][label]]
        faults += [f"{door}: {statuses} {changed}"] if changed or not set(statuses) <= USED else []
    assert not faults, "\n".join(faults)
