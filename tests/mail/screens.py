"""Staff's screens of mail, as people look at them: 360 pixels and a desk, both languages, axe."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from tests.browser.conftest import SIDEWAYS
from tests.browsers import AXE_OPTIONS, DESKTOP, PHONE

# The admin scrolls inside its frame: what is cut off there widens no document.
CUT_OFF = """() => [...document.querySelectorAll(".mail-overview *, .mail-record *, .mail-pace *")]
  .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1)
  .slice(0, 5).map((part) => part.outerHTML.slice(0, 120))"""
OURS = ".mail-overview, .mail-list, .mail-record, .mail-pace"

in_both_languages_and_sizes = pytest.mark.parametrize(
    ("language", "size"), [("ja", "phone"), ("ja", "desk"), ("en", "phone"), ("en", "desk")]
)


def judge(live_server, new_page, axe, *, pages, language, size):
    """Open pages (paths by name) as a superuser and hold them to what everybody needs."""
    user = User.objects.create_superuser("staff", "staff@example.jp", "x")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    page = new_page(viewport=PHONE if size == "phone" else DESKTOP)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    for screen, path in pages.items():
        page.goto(live_server.url + path)
        for summary in page.locator("main details summary").all():
            summary.click()
        if folder := os.environ.get("CMS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{screen}-{language}-{size}.png", full_page=True)
        found = axe.run(page, context={"include": [OURS]}, options=AXE_OPTIONS).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], screen
        assert (page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)) == ([], []), screen
