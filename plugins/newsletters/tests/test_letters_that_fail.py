"""One letter that cannot be made: the others leave, and staff are told which one needs them."""

import logging

import pytest
from django.db import OperationalError

from cms.mail.bulk import engine
from plugins.newsletters import services
from plugins.newsletters.models import Sending, Step

from .conftest import NOW
from .letters import freeze_due, got, issue_of

pytestmark = pytest.mark.django_db
BROKEN = "壊れた号"


@pytest.fixture
def both(topics, reader):
    """Two letters that are due; the first one is broken."""
    for topic, title in (("events", BROKEN), ("grants", "助成金だより")):
        services.plan(issue=issue_of(topics[topic], title=title), start_at=NOW, by=None, now=NOW)
    return [Sending.objects.get(title=title) for title in (BROKEN, "助成金だより")]


@pytest.fixture
def breaks(monkeypatch):
    """Let the making of the broken letter raise; call what it returns to put it right."""
    from plugins.newsletters.services import freezing

    sound = freezing.compose

    def letting(error):
        def compose(issue, **what):
            if issue.title == BROKEN:
                raise error
            return sound(issue, **what)

        monkeypatch.setattr(freezing, "compose", compose)
        return lambda: monkeypatch.setattr(freezing, "compose", sound)

    return letting


def steps(both) -> list[str]:
    return [Sending.objects.get(pk=each.pk).step for each in both]


def test_the_others_leave(both, breaks, mailoutbox):
    breaks(ValueError("見本 花子"))
    freeze_due(now=NOW)
    engine.drive(now=NOW)
    assert ([mail.subject for mail in mailoutbox], steps(both)) == (["助成金だより"], [Step.STUCK, Step.HANDED_OVER])


def test_staff_are_told_and_nobody_is_named(both, breaks, caplog):
    breaks(ValueError("見本 花子"))
    with caplog.at_level(logging.ERROR):
        freeze_due(now=NOW)
    both[0].refresh_from_db()
    assert "ValueError" in both[0].why_stuck
    assert f"letter {both[0].pk} could not be made" in caplog.text
    assert "花子" not in both[0].why_stuck + caplog.text


def test_it_is_not_tried_over_and_over_and_goes_out_when_somebody_tries_again(both, breaks, reader, mailoutbox):
    put_right = breaks(ValueError("見本 花子"))
    freeze_due(now=NOW)
    put_right()
    freeze_due(now=NOW)
    assert steps(both)[0] == Step.STUCK
    services.plan_again(sending_id=both[0].pk, by=None, now=NOW)
    freeze_due(now=NOW)
    engine.drive(now=NOW)
    assert (sorted(mail.subject for mail in mailoutbox), set(got(mailoutbox))) == (
        sorted([BROKEN, "助成金だより"]), {"reader@example.jp"}
    )  # fmt: skip


def test_a_database_that_was_away_needs_nobody(both, breaks, mailoutbox):
    put_right = breaks(OperationalError("server closed the connection unexpectedly"))
    with pytest.raises(OperationalError):
        freeze_due(now=NOW)
    assert steps(both) == [Step.FREEZING, Step.HANDED_OVER]
    put_right()
    freeze_due(now=NOW)
    assert steps(both) == [Step.HANDED_OVER, Step.HANDED_OVER]
