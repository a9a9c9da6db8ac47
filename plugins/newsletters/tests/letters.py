"""Letters for tests: an archive below the home page, an issue in it, and the engine that sends it."""

import email
from datetime import datetime, timedelta
from email import policy
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Site

from cms.core.models import Centre
from cms.mail.bulk import engine, slots
from cms.mail.bulk import services as bulk
from cms.mail.bulk.querysets import is_quiet
from cms.mail.bulk.timing import next_open
from cms.mail.models import Campaign
from plugins.newsletters import services
from plugins.newsletters.models import LetterSettings, NewsletterIndexPage, NewsletterIssue, Sending, Topic


def index_below(home: Any) -> NewsletterIndexPage:
    found = NewsletterIndexPage.objects.child_of(home).first()
    return found or home.specific_class.objects.get(pk=home.pk).add_child(
        instance=NewsletterIndexPage(title="おたよりの部屋", slug="letters")
    )


def centre_of(site: Any) -> None:
    """What the law wants to stand in a letter."""
    Centre.objects.get_or_create(site=site, defaults={"address": "架橋市中央1-2-3", "telephone": "053-000-0000"})
    LetterSettings.objects.get_or_create(site=site, defaults={"sender": "特定非営利活動法人 架橋ネット"})


def issue_of(topic: Topic, *, title: str = "6月の催し", live: bool = True, **fields: Any) -> NewsletterIssue:
    """An issue with a sentence and a section of news; approved unless `live` is false."""
    centre_of(topic.site)
    fields.setdefault("body", [("text", "<p>こんにちは。</p>"), ("section", section("home:news"))])
    page = NewsletterIssue(
        title=title, slug=f"issue-{NewsletterIssue.objects.count()}", topic=topic, live=live, **fields
    )
    return index_below(topic.site.root_page).add_child(instance=page)  # type: ignore[no-any-return]


def section(source: str, *, most: int = 5, title: str = "") -> dict[str, Any]:
    return {"source": source, "most": most, "title": title}


def by_day() -> datetime:
    """Return the present moment, or at night, when nothing leaves, the last one by day an hour before it began."""
    now = timezone.now()
    return now if not is_quiet(now) else next_open(now, keeps_quiet=True) - timedelta(hours=11)


def freeze_due(*, now: datetime) -> None:
    """What the schedule does at a moment, at every site."""
    for site in Site.objects.all():
        services.freeze_due(now=now, site=site)


def send(issue: NewsletterIssue, *, now: datetime, by: Any = None) -> Sending:
    """Plan it for now, count its readers, and let the engine hand over what is due."""
    sending = services.plan(issue=issue, start_at=now, by=by, now=now)
    freeze_due(now=now)
    engine.drive(now=now + timedelta(seconds=1))
    sending.refresh_from_db()
    return sending


def campaign_of(topic: Topic) -> Campaign:
    """A campaign to a topic's list, without readers."""
    mark = slots.slot("token")
    return bulk.create(
        kind="newsletters.issue", key=str(uuid4()), site=topic.site, name="6月", now=timezone.now(),
        editions=[bulk.EditionContent(locale="ja", subject="6月", text="6月", html="<p>6月</p>")],
        belongs_to=bulk.List(
            key=topic.purpose, name=topic.name, id=topic.list_id, unsubscribe_url=f"https://example.jp/stop/{mark}/"
        ),
    )  # fmt: skip


def read(mail):
    return email.message_from_bytes(mail.message().as_bytes(), policy=policy.default)


def part(mail, kind: str = "plain") -> str:
    return read(mail).get_body(preferencelist=(kind,)).get_content()


def got(mailoutbox) -> list[str]:
    return sorted(address for mail in mailoutbox for address in mail.to)
