"""The page of a reader whose letters came back, or who complained: a telephone, both languages, axe."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.mail.models import Suppression
from cms.mail.services import suppression
from plugins.newsletters import services
from plugins.newsletters.models import Subscriber
from tests.browser.conftest import SIDEWAYS
from tests.browsers import AXE_OPTIONS, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CUT_OFF = """() => [...document.querySelectorAll(".nl *")]
  .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1)
  .slice(0, 5).map((part) => part.outerHTML.slice(0, 120))"""


@pytest.mark.in_turn
@pytest.mark.parametrize("why", [Suppression.Why.BOUNCED, Suppression.Why.COMPLAINT], ids=["bounced", "complained"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_a_reader_without_letters_is_fit_for_everybody(live_server, new_page, axe, reader, language, why):
    Subscriber.objects.filter(pk=reader.pk).update(address="reader@docomo.ne.jp")
    suppression.suppress_digest(site=reader.site, address_hash=reader.address_hash, why=why, now=timezone.now())
    services.heed(site=reader.site, address_hash=reader.address_hash, why=why, now=timezone.now())
    user = get_user_model().objects.create_superuser("staff", "staff@example.jp", "x")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    page = new_page(viewport=PHONE)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/newsletters/readers/{reader.pk}/")
    if folder := os.environ.get("CMS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"reader-{language}-{why}.png")
    for summary in page.locator("main details summary").all():
        summary.click()
    found = axe.run(page, context={"include": [".nl"]}, options=AXE_OPTIONS).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    assert (page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)) == ([], [])
