"""From when on things are new to the readers of a letter."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugins.newsletters.digest.readers import rule_since
from plugins.newsletters.models import DigestRun, NewsletterIssue, Sending, Step

FIRST_NEWS = timedelta(days=31)


def news_since(issue: NewsletterIssue, *, now: datetime) -> datetime:
    """Return from when on things are new to an issue's readers: its own date, or the last letter's of its topic."""
    if issue.news_since:
        return issue.news_since
    run = DigestRun.objects.of_page(issue.translation_key).select_related("rule").first()
    if run is not None:
        return rule_since(run, now=now)
    others = Sending.objects.filter(topic=issue.topic_id, step=Step.HANDED_OVER).exclude(page_key=issue.translation_key)
    last = others.order_by("-start_at").values_list("until", flat=True).first()
    return last or now - FIRST_NEWS
