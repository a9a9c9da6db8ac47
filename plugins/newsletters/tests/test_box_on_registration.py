"""The box at the end of the form by which people register for an event."""

import pytest
from wagtail.models import Site

from cms.mail.models import Channel, OptIn
from cms.plugin_api import BoxTicked
from events.registration import boxes
from plugins.newsletters import contributions

from .conftest import NOW


@pytest.fixture
def offered(site, rf):
    request = rf.get("/ja/registrations/new/1/")
    request._wagtail_site = site
    return lambda: boxes.offered(request)


def ticked(site: Site) -> BoxTicked:
    return BoxTicked(
        site=site, email="hanako@example.jp", name="見本", language="ja", page="/ja/registrations/new/1/", words="",
        at=NOW,
    )  # fmt: skip


def test_the_box_names_the_topics_that_are_offered_there(topics, offered):
    assert "イベント" in str(offered()[0].words.label)
    assert "助成金" not in str(offered()[0].words.label)


def test_there_is_no_box_without_such_a_topic(topics, offered):
    topics["events"].is_offered_on_registration = False
    topics["events"].save()
    assert offered() == []


def test_ticking_it_mails_the_link_with_the_words_beside_the_box(site, topics, offered, mailed):
    found = offered()
    boxes.accept(found, ticked=ticked(site))
    wish = OptIn.objects.get()
    assert wish.channel == Channel.REGISTRATION
    assert str(found[0].words.label) in wish.wording.text
    assert len(mailed("hanako@example.jp")) == 1


def test_ticking_it_twice_mails_once(site, topics, mailed):
    for _ in range(2):
        contributions.box_ticked(ticked(site))
    assert len(mailed("hanako@example.jp")) == 1
