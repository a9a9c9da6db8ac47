"""Rules, and a source of entries that a test decides about."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cms.mail.bulk import engine
from cms.plugin_api import LetterItem
from home.models import NewsIndexPage, NewsPage
from plugins.newsletters import services
from plugins.newsletters.models import DigestRule, DigestWords, Topic

from .conftest import NOW
from .letters import centre_of, freeze_due, index_below

TOKYO = ZoneInfo("Asia/Tokyo")
#: 1 June 2026, noon in Japan.
MONDAY = NOW
FRIDAY = datetime(2026, 6, 5, 17, tzinfo=TOKYO)
NEXT_FRIDAY = FRIDAY + timedelta(days=7)
MINUTE = timedelta(minutes=1)


def rule_of(topic: Topic, *, sources: Sequence[str] = ("home:news",), english: str = "", **fields: Any) -> DigestRule:
    """A rule that works, every Friday at five, released by itself; with an archive for its letters."""
    centre_of(topic.site)
    index_below(topic.site.root_page)
    rule = DigestRule(
        **{
            "site": topic.site, "topic": topic, "name": "今週のまとめ", "subject": "今週のまとめ", "release": "itself",
            "active_since": NOW, "at_time": time(17), "lead": "こんにちは。",
            "sections": [("section", {"source": source, "most": 8}) for source in sources],
        }
        | fields
    )  # fmt: skip
    if english:
        rule.words = [DigestWords(language="en", subject=english, lead="Hello.")]
    rule.save()
    return rule


def news(site: Any, title: str, *, at: datetime) -> NewsPage:
    """A page of news that became public at a moment."""
    home = site.root_page.specific
    index = NewsIndexPage.objects.child_of(home).first() or home.add_child(
        instance=NewsIndexPage(title="お知らせ", slug="news")
    )
    page = index.add_child(instance=NewsPage(title=title, slug=f"n-{NewsPage.objects.count()}", lead="お知らせです。"))
    NewsPage.objects.filter(pk=page.pk).update(first_published_at=at)
    return page  # type: ignore[no-any-return]


def entry(key: str, title: str, version: str = "") -> LetterItem:
    return LetterItem(key=key, title=title, url=f"/ja/{key}/", version=version)


def tick(site: Any, *, now: datetime) -> None:
    """What the schedules do at a moment, and the engine a second later."""
    services.make_digests(now=now, site=site)
    freeze_due(now=now)
    engine.drive(now=now + timedelta(seconds=1))


def pass_by(site: Any, due_at: datetime) -> None:
    """Let the time around a moment pass, as beat does."""
    for before in (timedelta(minutes=30), timedelta(minutes=5), timedelta()):
        tick(site, now=due_at - before)
    tick(site, now=due_at + timedelta(minutes=2))
