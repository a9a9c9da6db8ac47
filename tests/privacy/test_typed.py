"""Canaries typed into every form that anybody can send: in no log, no message to a worker, no table but their own."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from celery.signals import before_task_publish
from django import forms
from django.core.cache import cache
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket
from cms.mail.pump import pump
from cms.stack import redis_ladder
from events.registration.models import Registration
from tests.corpus.doors import DOORS
from tests.corpus.sending import SHOWN, Visitor
from tests.mail import rig

from . import canaries, places

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
#: Where words are refused, or no person types.
NO_WORDS = ("ticket", "homepage", "version", "phone", "kana")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.one_database]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the loggers of this process write, with the handlers of the settings."""
    stream, handler = io.StringIO(), next(h for h in logging.root.handlers if type(h) is logging.StreamHandler)
    before, level = handler.setStream(stream), logging.root.level
    logging.root.setLevel(logging.INFO)
    yield stream
    logging.root.setLevel(level)
    handler.setStream(before)


@pytest.fixture
def messages() -> Iterator[list[str]]:
    """All that workers are sent."""
    sent: list[str] = []

    def note(sender: str = "", body: Any = None, headers: Any = None, **_rest: Any) -> None:
        sent.append(f"{sender} {body} {headers}")

    before_task_publish.connect(note, weak=False)
    yield sent
    before_task_publish.disconnect(note)


@pytest.fixture
def kept_in_redis(redis_url: str, settings: Any) -> Iterator[str]:
    """A Redis of the test's own, for the cache and for messages to workers as in production; yields its address."""
    before = settings.CACHES["default"]
    in_redis = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": redis_ladder.in_database(redis_url, 1)}
    settings.CACHES = settings.CACHES | {"default": in_redis}
    rig.use_broker(redis_ladder.in_database(redis_url, 0))
    yield redis_url
    rig.use_broker("memory://")
    settings.CACHES = settings.CACHES | {"default": before}


def typed_at(visitor: Visitor, number: int) -> dict[str, list[str]]:
    """What somebody sends who types a canary wherever words can be typed."""
    form = (visitor.client.get(visitor.path).context or {}).get("form")
    sent = dict(visitor.good)
    fields = form.fields if isinstance(form, forms.Form) else {}
    for name, field in fields.items():
        canary = f"{canaries.canary_of(number)}{name.replace('_', '')}"
        if name in ("email", "address"):
            sent[name] = [f"{canary}@example.jp"]
        elif isinstance(field, forms.CharField) and not name.endswith(NO_WORDS):
            sent[name] = [canary[: field.max_length or 60]]
    # As many come as were written down, and they agree that what they need is kept.
    sent |= {name: [value] for name, value in (("seats", "6"), ("sensitive", "on")) if name in fields}
    return sent | {"ticket": [str(Ticket.issue(now=timezone.now() - SHOWN))]}


def test_what_is_typed_goes_where_it_belongs_and_nowhere_else(
    written: io.StringIO, messages: list[str], kept_in_redis: str,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    statuses = set()
    with django_capture_on_commit_callbacks(execute=True):
        for number, door in enumerate(DOORS):
            visitor = Visitor(door)
            answer: Any = visitor.client.post(visitor.path, typed_at(visitor, number), headers=FROM_HERE)
            statuses.add(answer.status_code)
            visitor.client.get(f"{visitor.path}?q={canaries.SIGN}")
    pump(now=timezone.now())
    assert Registration.objects.filter(name__startswith=canaries.SIGN).exists()
    assert {200, 303} <= statuses
    assert messages
    assert [message for message in messages if places.is_in(message)] == []
    assert [line for line in written.getvalue().splitlines() if places.is_in(line)] == []
    found = [*places.tables(apart_from=canaries.personal()), *places.caches_and_memories()]
    assert not found, "\n".join(found)
    told, cached = (set(places.redis_keys(kept_in_redis, database=number)) for number in (0, 1))
    # Messages that wake workers, and how they are led to them: nothing else, and nothing of anybody.
    assert {key.partition(".")[0] for key in told} <= {"celery", "mail", "_kombu"}
    assert {"celery", "mail"} & told
    assert [key for key in told | cached if key.endswith("!")] == []


def test_control_what_redis_keeps_is_read(kept_in_redis: str) -> None:
    cache.set("somebody", {"name": canaries.canary_of(1)})
    cache.set("anything", {"number": 1})
    current_app.send_task("tests.said", args=[canaries.canary_of(2)])
    keys = [*places.redis_keys(kept_in_redis, database=0), *places.redis_keys(kept_in_redis, database=1)]
    assert {key for key in keys if key.endswith("!")} == {"celery!", ":1:somebody!"}
    assert ":1:anything" in keys


def test_control_what_a_log_or_a_message_tells_is_found(written: io.StringIO) -> None:
    logging.getLogger("anything").warning("%s came", canaries.canary_of(1))
    assert places.is_in(written.getvalue())
    assert places.is_in(f"task {({'name': canaries.canary_of(1)},)}")
