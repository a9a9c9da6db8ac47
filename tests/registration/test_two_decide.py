"""Two members of staff press different buttons on one registration at the same moment."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from events.registration import services
from events.registration.exceptions import Refused
from tests.factories.events import NOW, bookable, registered

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 6


def overruled(breath: float = 0.005) -> int:
    """Let one put applicants on the waiting list while another, a breath later, gives them a place out of turn.

    breath: in seconds. Returns how many were first one and then the other, though both had seen an application that
    nobody had decided.
    """
    offering = bookable(approval=True)
    people = [registered(offering, number) for number in range(PAIRS)]
    first, second = (get_user_model().objects.get_or_create(username=name)[0] for name in ("a", "b"))
    return sum(
        both(
            partial(services.decide, registration=row.pk, decision="wait", by=first, now=NOW, version=row.version),
            partial(
                services.override_confirm, registration=row.pk, by=second, reason="事情", now=NOW, version=row.version
            ),
            breath,
        )
        for row in people
    )


def both(one: Any, other: Any, breath: float) -> bool:
    """Do both at the same time, the second a breath of so many seconds later; say whether neither was refused."""
    together, refusals = threading.Barrier(2), []

    def act(deed: Any, pause: float) -> None:
        together.wait(30)
        time.sleep(pause)
        try:
            deed()
        except Refused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(one, 0)), threading.Thread(target=act, args=(other, breath))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return not refusals


def test_nobody_overrules_what_she_has_not_seen() -> None:
    assert overruled() == 0


def test_control_without_looking_at_the_version_somebody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.registration.services.decisions.check_version", lambda row, version: None)
    # On a busy machine the second may be the first to be served.
    assert any(overruled(breath) for breath in (0.005, 0.1, 1.0))
