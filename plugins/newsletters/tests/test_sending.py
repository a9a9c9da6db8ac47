"""An approved letter reaches its readers, each in her language, and the totals add up."""

from datetime import timedelta

import pytest

from cms.mail.models import Channel
from home.models import NewsIndexPage, NewsPage
from plugins.newsletters import services

from .conftest import NOW
from .letters import issue_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(site, topics):
    def made(address: str, *, locale: str = "ja", frequency: str = "at_once", area=None):
        return services.enter(
            site=site, address=address, name="", locale=locale, area=area, topics={topics["events"]: frequency},
            channel=Channel.PAPER, note="", by=None, now=NOW,
        )  # fmt: skip

    return made


@pytest.fixture
def news(site):
    home = site.root_page.specific
    index = home.add_child(instance=NewsIndexPage(title="お知らせ", slug="news"))
    page = index.add_child(instance=NewsPage(title="竹林の作業日", slug="bamboo", lead="道具は貸します。"))
    NewsPage.objects.filter(pk=page.pk).update(first_published_at=NOW - timedelta(days=2))
    return page


def body_of(message, kind="text/plain"):
    return next(part.get_content() for part in message.walk() if part.get_content_type() == kind)


def read(mail):
    import email
    from email import policy

    return email.message_from_bytes(mail.message().as_bytes(), policy=policy.default)


def test_a_letter_reaches_its_reader(topics, reader, mailoutbox):
    send(issue_of(topics["events"]), now=NOW)
    assert [(mail.to, read(mail)["Subject"]) for mail in mailoutbox] == [(["reader@example.jp"], "6月の催し")]


def test_a_letter_has_what_is_new(topics, reader, news, mailoutbox):
    send(issue_of(topics["events"]), now=NOW)
    assert "竹林の作業日" in body_of(read(mailoutbox[0]))
    assert "竹林の作業日" in body_of(read(mailoutbox[0]), "text/html")
