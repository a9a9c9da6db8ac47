"""Staff's pages of what came back, as people look at them: 360 pixels and a desk, both languages, axe."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.mail.models import BulkDelivery, Campaign, ReturnSource
from cms.mail.returns import intake
from tests.browser.conftest import SIDEWAYS
from tests.browsers import DESKTOP, PHONE
from tests.mail.sink import HANG_UP, by_address

from . import samples
from .conftest import drive, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The admin scrolls inside its frame: what is cut off there widens no document.
CUT_OFF = """() => [...document.querySelectorAll(".mail-overview *, .mail-record *")]
  .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1)
  .slice(0, 5).map((part) => part.outerHTML.slice(0, 120))"""
OURS = ".mail-overview, .mail-list, .mail-record"


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


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_staffs_pages_are_fit_for_everybody(live_server, new_page, axe, came_back, language, size):
    user = User.objects.create_superuser("staff", "staff@example.jp", "x")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    page = new_page(viewport=PHONE if size == "phone" else DESKTOP)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    for screen, path in came_back.items():
        page.goto(live_server.url + path)
        for summary in page.locator("main details summary").all():
            summary.click()
        if folder := os.environ.get("CMS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{screen}-{language}-{size}.png", full_page=True)
        found = axe.run(page, context={"include": [OURS]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], screen
        assert (page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)) == ([], []), screen
