"""How many would get a letter, whoever made it."""

from __future__ import annotations

from datetime import datetime

from plugins.newsletters.models import NewsletterIssue

from . import audience, digest_editions


def count_readers(*, issue: NewsletterIssue, now: datetime) -> audience.Audience:
    """Count who would get an issue at this moment, as freezing would."""
    run = digest_editions.run_of(issue)
    if run is None:
        return audience.count(issue=issue, now=now)
    return digest_editions.count(issue=issue, run=run, now=now)
