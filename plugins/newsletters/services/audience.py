"""Who gets a letter: every reader of the topic is prepared, or left out with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower, StrIndex, Substr
from django.utils import timezone

from cms.mail.bulk.providers import group_of
from cms.mail.bulk.services import Excluded, Recipient
from cms.mail.bulk.states import Exclusion
from cms.mail.models import BulkDelivery, Suppression
from cms.mail.states import State as Sent
from plugins.newsletters import links
from plugins.newsletters.models import NewsletterIssue, Sending, Subscriber, Subscription
from plugins.newsletters.states import Frequency, State

Candidate = Recipient | Excluded
#: Names the edition for a reader: (variant, language) from her area's key and her language.
EditionFor = Callable[[int | None, str], tuple[str, str]]

AT_ONCE = 2000
# Half a day of grace, so that "every Friday at five" stays weekly when one of them leaves a little earlier.
PAUSES = {
    Frequency.WEEKLY: timedelta(days=7) - timedelta(hours=12),
    Frequency.MONTHLY: timedelta(days=28) - timedelta(hours=12),
}


@dataclass
class Audience:
    """How many would get a letter at this moment, by language and by mail provider; how many would not, by reason."""

    by_language: Counter[str] = field(default_factory=Counter)
    by_provider: Counter[str] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)

    @property
    def readers(self) -> int:
        return sum(self.by_language.values())

    @property
    def candidates(self) -> int:
        return self.readers + sum(self.excluded.values())


def readers(*, issue: NewsletterIssue, campaign_id: int, edition_for: EditionFor, now: datetime) -> Iterator[Candidate]:
    """Yield every reader of the issue's topic, read in batches; with her token, or with why she gets nothing."""
    rows = with_reason(issue, now=now).select_related("subscriber").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        if row.reason:
            yield Excluded(row.reason)
            continue
        edition = edition_for(row.subscriber.area_id, row.subscriber.locale)
        yield recipient(row.subscriber, edition=edition, campaign_id=campaign_id, now=now)


def recipient(reader: Subscriber, *, edition: tuple[str, str], campaign_id: int, now: datetime) -> Recipient:
    """Return a reader as the engine takes her. edition: (variant, language)."""
    variant, locale = edition
    return Recipient(
        address=reader.address, locale=locale, variant=variant, name=reader.name, digest=reader.address_hash,
        token=links.letter_token(reader, campaign_id=campaign_id, now=now),
    )  # fmt: skip


def count(*, issue: NewsletterIssue, now: datetime) -> Audience:
    """Count who would get the issue now. One query."""
    after_at = Substr("subscriber__address", StrIndex("subscriber__address", Value("@")) + 1)
    domain = Case(When(reason="", then=Lower(after_at)), default=Value(""))
    rows = (
        with_reason(issue, now=now)
        .annotate(domain=domain)
        .order_by()
        .values_list("reason", "subscriber__locale", "domain")
    )
    found = Audience()
    for reason, locale, host, number in rows.annotate(number=Count("pk")):
        if reason:
            found.excluded[reason] += number
        else:
            found.by_language[locale] += number
            found.by_provider[group_of(f"@{host}")] += number
    return found


def with_reason(issue: NewsletterIssue, *, now: datetime) -> Any:
    """Return the subscriptions to an issue's topic, each with the `reason` why it gets nothing; empty for readers."""
    today = timezone.localdate(now)
    whens = [
        When(subscriber__state=State.WAITING, then=Value(Exclusion.NOT_CONFIRMED.value)),
        When(subscriber__state=State.UNREACHABLE, then=Value(Exclusion.SUPPRESSED.value)),
        When(~Q(subscriber__state=State.ACTIVE), then=Value(Exclusion.STOPPED.value)),
        When(subscriber__paused_until__gt=today, then=Value(Exclusion.PAUSING.value)),
        When(Exists(_suppressed(issue)), then=Value(Exclusion.SUPPRESSED.value)),
    ]
    areas = [area.pk for area in issue.areas.all()]
    if areas:
        whens.append(
            When(Q(subscriber__area=None) | ~Q(subscriber__area__in=areas), then=Value(Exclusion.OTHER_AREA.value))
        )
    if not issue.for_deadlines:
        whens.append(When(frequency=Frequency.DEADLINES, then=Value(Exclusion.DEADLINES_ONLY.value)))
    for often, pause in PAUSES.items():
        had_one = Q(frequency=often) & Q(Exists(_sent_since(issue, now - pause)))
        whens.append(When(had_one, then=Value(Exclusion.NOT_SO_OFTEN.value)))
    reason = Case(*whens, default=Value(""), output_field=CharField())
    return Subscription.objects.filter(topic=issue.topic_id).annotate(reason=reason)


def _suppressed(issue: NewsletterIssue) -> Any:
    return Suppression.objects.filter(site=issue.topic.site_id, address_hash=OuterRef("subscriber__address_hash"))


def _sent_since(issue: NewsletterIssue, since: datetime) -> Any:
    """Deliveries of the topic's letters to this reader since a moment."""
    recent = Sending.objects.filter(topic=issue.topic_id, campaign__start_at__gt=since)
    return BulkDelivery.objects.filter(
        campaign__in=recent.exclude(page_key=issue.translation_key).values("campaign"),
        address_hash=OuterRef("subscriber__address_hash"),
        state=Sent.SENT,
    )
