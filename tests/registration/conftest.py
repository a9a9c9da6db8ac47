"""An event with a page that everybody can read, and what a browser sends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from home.models import StandardPage
from tests.factories import events as made


@pytest.fixture
def event_page(db):
    """A page that tells about an event; `Event.page_key` is its translation key."""
    home = Site.objects.get(is_default_site=True).root_page
    # To publish it as staff do would take as long as many a test: three saves, the indexes, who is told.
    page = StandardPage(title="地域相談会", slug="fair", live=True, first_published_at=timezone.now())
    home.add_child(instance=page)
    return page


@pytest.fixture
def offer(event_page):
    """Make an offering of that event, a month from now."""

    def make(**facts):
        offering = made.bookable(page_key=event_page.translation_key, **facts)
        session = offering.sessions.get()
        session.starts_at = timezone.now() + timedelta(days=30)
        session.ends_at = session.starts_at + timedelta(hours=2)
        session.save()
        return offering

    return make
