"""Is there a Redis?"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.health.findings import Finding, Level
from cms.stack import redis_ladder


def look(*, now: datetime) -> Iterator[Finding]:
    if redis_ladder.answers(settings.REDIS_URL):
        yield Finding("redis", Level.GOOD, "Redis", _("Redis answers."))
        return
    said = _("Redis does not answer. Nothing is lost: pages are a little slower, and mails leave a little later.")
    yield Finding("redis", Level.WARNING, "Redis", said, _("Start Redis, or look whether REDIS_URL is right."))
