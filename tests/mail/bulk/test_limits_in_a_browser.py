"""送信の速さ as staff see it: in both languages, on a phone and at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import User
from cms.mail.bulk import services
from cms.mail.bulk.lanes import have_lanes
from cms.mail.models import Lane, SendingDay
from cms.mail.states import Reason
from tests.mail.screens import in_both_languages_and_sizes, judge

from .conftest import reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def limited(running):
    """A letter under way over several days, a lane in trouble, a changed limit."""
    now, by = timezone.now(), User.objects.create_user("suzuki", "s@example.jp", "x", last_name="鈴木")
    services.set_budget(most=10, by=by, now=now)
    campaign = running([reader(number) for number in range(25)], now=now, keeps_quiet=False)
    other = next(lane for lane in have_lanes() if lane.group == "other")
    Lane.objects.filter(pk=other.pk).update(
        rate=0.5, blocked_until=now + timedelta(minutes=4), trouble=Reason.TRY_LATER
    )
    services.set_caps(lane_id=have_lanes()[2].pk, connections=2, rate=12.5, by=by)
    SendingDay.objects.update(taken=4)
    return {
        "pace": "/admin/mail/pace/", "pace-lane": f"/admin/mail/pace/{have_lanes()[2].pk}/",
        "pace-day": "/admin/mail/pace/day/", "bulk-forecast": f"/admin/mail/bulk/{campaign.pk}/",
    }  # fmt: skip


@in_both_languages_and_sizes
@pytest.mark.in_turn
def test_the_pace_of_sending_is_fit_for_everybody(live_server, new_page, axe, limited, language, size):
    judge(live_server, new_page, axe, pages=limited, language=language, size=size)
