"""What readers have had of letters, so that nobody is told the same thing twice.

Nothing is kept for it: deliveries say which edition went to which address, a sending which entries its editions had.
Both are forgotten when deliveries are erased, after ninety days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cms.mail.models import BulkDelivery, Edition
from cms.mail.states import State
from plugins.newsletters.letter.entries import EntryId
from plugins.newsletters.models import DigestRun, Sending, Step

#: What became known earlier is not made up for, however long somebody had no letter.
FURTHEST_BACK = timedelta(days=62)
#: She has it, will have it, or may have it.
GOT = (State.SENT, State.UNCERTAIN, State.PENDING, State.CLAIMED, State.DEFERRED)


@dataclass(frozen=True)
class Had:
    """What somebody had. until: up to when her last letter of the rule told what is new; None without one."""

    until: datetime | None = None
    entries: frozenset[EntryId] = frozenset()


NOTHING = Had()


class History:
    """The letters of a site before one digest, and who had which of them."""

    def __init__(self, run: DigestRun, *, now: datetime) -> None:
        sendings = list(
            Sending.objects.filter(site=run.rule.site_id, campaign__isnull=False, until__gt=now - FURTHEST_BACK)
            .filter(step__in=[Step.FREEZING, Step.HANDED_OVER])
            .exclude(page_key=run.page_key)
        )
        by_campaign = {each.campaign_id: each for each in sendings}
        of_rule = set(DigestRun.objects.filter(rule=run.rule_id).values_list("page_key", flat=True))
        self._campaigns = list(by_campaign)
        self._editions: dict[int, Had] = {}
        rows = Edition.objects.filter(campaign__in=self._campaigns).order_by()
        for pk, campaign, variant, locale in rows.values_list("pk", "campaign", "variant", "locale"):
            sending = by_campaign[campaign]
            ids = (tuple(each) for each in sending.entries.get(f"{variant}/{locale}", ()))
            self._editions[pk] = Had(sending.until if sending.page_key in of_rule else None, frozenset(ids))  # type: ignore[arg-type]
        self._sums: dict[frozenset[int], Had] = {}

    def of(self, address_hashes: Collection[str]) -> Mapping[str, Had]:
        """Return what readers had, by the hashes of their addresses; who had nothing is not among them. One query."""
        if not self._campaigns:
            return {}
        rows = BulkDelivery.objects.filter(
            campaign__in=self._campaigns, address_hash__in=list(address_hashes), state__in=GOT
        )
        got: dict[str, set[int]] = defaultdict(set)
        for address_hash, edition in rows.order_by().values_list("address_hash", "edition"):
            got[address_hash or ""].add(edition)
        return {address_hash: self._sum(frozenset(editions)) for address_hash, editions in got.items()}

    def _sum(self, editions: frozenset[int]) -> Had:
        """Return what several editions had together. Readers share few such sums."""
        if editions not in self._sums:
            each = [self._editions[pk] for pk in editions]
            last = max((had.until for had in each if had.until), default=None)
            self._sums[editions] = Had(last, frozenset().union(*(had.entries for had in each)))
        return self._sums[editions]
