"""Staff's pages of what came back, as people look at them: 360 pixels and a desk, both languages, axe."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.mail.models import BulkDelivery, Campaign, ReturnSource
from cms.mail.returns import intake
from tests.mail.screens import in_both_languages_and_sizes, judge
from tests.mail.sink import HANG_UP, by_address

from . import samples
from .conftest import drive, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def came_back(running, sink, queue, settings):
    """A bulk mail with bounces, a complaint and an uncertain one; one single mail back; trouble with reading."""
    from cms.mail import pump
    from cms.mail.models import Delivery

    now = timezone.now()
    campaign = running(6, now=now, keeps_quiet=False)
    sink.dot = by_address({"reader5": HANG_UP})
    drive(now=now)
    sink.dot = by_address({})
    first, second, third = BulkDelivery.objects.filter(state="sent").order_by("pk")[:3]
    take(samples.dsn(samples.address(first)), now=now)
    take(samples.dsn(samples.address(second), status="5.2.2", words="552 5.2.2 over quota"), now=now)
    take(samples.arf(samples.address(third)), now=now)
    queue(now=now)
    pump.pump(now=now)
    single = Delivery.objects.get()
    take(samples.dsn(samples.address(single)), now=now)
    settings.CMS_BOUNCE_IMAP = "imaps://a:b@imap.example.jp"
    intake.tell_how_it_went(ReturnSource.MAILBOX, noted=4, left=1, now=now)
    intake.tell_how_it_went(ReturnSource.MAILBOX, trouble="account", now=now - timedelta(minutes=4))
    Campaign.objects.update(state="paused", pause_reason="too_many_complaints")
    return {
        "list": "/admin/mail/returned/", "mail": f"/admin/mail/{single.pk}/",
        "bulk": f"/admin/mail/bulk/{campaign.pk}/",
    }  # fmt: skip


@in_both_languages_and_sizes
@pytest.mark.in_turn
def test_staffs_pages_are_fit_for_everybody(live_server, new_page, axe, came_back, language, size):
    judge(live_server, new_page, axe, pages=came_back, language=language, size=size)
