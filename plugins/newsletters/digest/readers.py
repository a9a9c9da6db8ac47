"""Which entries each reader of a digest gets: what is new to her, once, in her language, for her area."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import translation

from cms.core.languages_on import nearest_on
from cms.core.letter_sections import LeftOut
from cms.core.locales import LOCALES
from cms.mail.bulk.states import Exclusion
from cms.plugin_api import LetterContext, NewsletterSection, Registry
from plugins.newsletters.letter.composing import fill
from plugins.newsletters.letter.entries import Chosen, Found, as_found, asked_for, choose
from plugins.newsletters.models import Area, DigestRun, NewsletterIssue, Sending, Step
from plugins.newsletters.states import Frequency

from .history import FURTHEST_BACK, NOTHING, Had, History
from .periods import length_of

AT_ONCE = 2000


@dataclass(frozen=True)
class Share:
    """What a reader gets: entries in a language. reason: why she gets nothing instead."""

    locale: str
    chosen: tuple[Chosen, ...] = ()
    found: Any = None
    reason: str = ""

    @property
    def variant(self) -> str:
        """Names the edition: the same for all who get the same entries."""
        ids = [(*each.id, str(each.is_changed)) for each in self.chosen]
        return f"digest-{hashlib.sha256(repr(ids).encode()).hexdigest()[:16]}"

    @property
    def filled(self) -> Found:
        """The sections as this reader gets them."""
        with translation.override(self.locale):
            return as_found(self.chosen, self.found)


class Shelf:
    """What the sections of a digest offer, asked for once for each language, area and moment since when."""

    def __init__(self, issue: NewsletterIssue, run: DigestRun, *, now: datetime) -> None:
        self.issue, self.run, self.now = issue, run, now
        self.since = rule_since(run, now=now)
        self.left_out: dict[tuple[str, str], LeftOut] = {}
        self._found: dict[tuple[str, str, datetime], Found] = {}
        self._asked = {code: asked_for(issue.words_in(code, site=run.rule.site).body) for code in LOCALES}
        self._shares: dict[Any, Share] = {}

    def share(self, *, locale: str, area: str, had: Had, only_deadlines: bool) -> Share:
        """Return what somebody gets who had that."""
        code = nearest_on(self.run.rule.site, locale).code
        since = max(min(self.since, had.until or self.since), self.now - FURTHEST_BACK)
        key = (code, area, since, had.entries, only_deadlines)
        if key not in self._shares:
            found = self._offered(code, area, since)
            only = deadlines() if only_deadlines else None
            chosen = choose(self._asked[code], found, had=had.entries, only=only)
            self._shares[key] = Share(code, chosen, found, "" if chosen else Exclusion.NOTHING_NEW.value)
        return self._shares[key]

    def for_all(self, locale: str) -> Share:
        """Return what somebody gets who has had no letter before, of no area: what stands in the archive."""
        return self.share(locale=locale, area="", had=NOTHING, only_deadlines=False)

    def _offered(self, code: str, area: str, since: datetime) -> Found:
        key = (code, area, since)
        if key not in self._found:
            context = LetterContext(
                site=self.run.rule.site, language=code, since=since, until=self.now, topic=self.issue.topic.slug,
                topic_name=self.issue.topic.name, area=area,
            )  # fmt: skip
            with translation.override(code):
                self._found[key], left_out = fill(context, [source for source, _most in self._asked[code]])
            self.left_out |= {(each.plugin, each.key): each for each in left_out}
        return self._found[key]


def rule_since(run: DigestRun, *, now: datetime) -> datetime:
    """Return up to when the last letter of the rule told what is new; of the first one, one period ago."""
    pages = DigestRun.objects.filter(rule=run.rule_id).exclude(pk=run.pk).values("page_key")
    sent = Sending.objects.filter(page_key__in=pages, step=Step.HANDED_OVER, until__lt=now)
    return sent.order_by("-until").values_list("until", flat=True).first() or now - length_of(run.rule)


def deadlines() -> frozenset[str]:
    """Return the sections whose entries are deadlines."""
    return frozenset(f"{each.plugin}:{each.key}" for each in Registry.loaded(NewsletterSection) if each.deadlines)


def shares(subscriptions: Any, *, shelf: Shelf) -> Iterator[tuple[Any, Share]]:
    """Yield subscriptions with a `reason`, and what each reader gets, read in batches."""
    history = History(shelf.run, now=shelf.now)
    areas = dict(Area.objects.filter(site=shelf.run.rule.site_id).values_list("pk", "name"))
    rows = iter(subscriptions.select_related("subscriber").order_by("pk").iterator(chunk_size=AT_ONCE))
    while some := list(islice(rows, AT_ONCE)):
        had = history.of({row.subscriber.address_hash for row in some if not row.reason})
        for row in some:
            reader = row.subscriber
            if row.reason:
                yield row, Share(reader.locale, reason=row.reason)
                continue
            yield row, shelf.share(
                locale=reader.locale, area=areas.get(reader.area_id, ""), had=had.get(reader.address_hash, NOTHING),
                only_deadlines=row.frequency == Frequency.DEADLINES,
            )  # fmt: skip
