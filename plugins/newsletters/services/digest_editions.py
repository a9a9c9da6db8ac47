"""A digest's editions and readers: an edition for each set of entries that somebody is to get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from cms.core.languages_on import languages_on
from cms.mail.bulk.providers import group_of
from cms.mail.bulk.services import Excluded
from cms.mail.bulk.states import Exclusion
from plugins.newsletters.digest.readers import Share, Shelf, shares
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter.composing import Composed, compose
from plugins.newsletters.letter.entries import EntryId
from plugins.newsletters.models import DigestRun, NewsletterIssue, Sending

from .audience import Audience, Candidate, recipient, with_reason

#: Whoever would need one more gets that of these which repeats nothing and has most for her.
MOST_EDITIONS = 200


def run_of(issue: NewsletterIssue) -> DigestRun | None:
    """Return the period of the rule that made an issue; None for one that somebody wrote."""
    return DigestRun.objects.of_page(issue.translation_key).select_related("rule__site").first()


def count(*, issue: NewsletterIssue, run: DigestRun, now: datetime) -> Audience:
    """Count who would get a digest now, by language and provider, and who would not, by reason."""
    found = Audience()
    for row, share in shares(with_reason(issue, now=now), shelf=Shelf(issue, run, now=now)):
        if share.reason:
            found.excluded[share.reason] += 1
        else:
            found.by_language[share.locale] += 1
            found.by_provider[group_of(row.subscriber.address)] += 1
    return found


def editions(*, issue: NewsletterIssue, run: DigestRun, now: datetime) -> Iterator[tuple[str, Composed]]:
    """Yield variant and edition: in each language that of the archive (""), then one for each set of entries.

    Raises LetterRefused where a section fails: what it has would count as told, and nobody would have read it.
    """
    shelf = Shelf(issue, run, now=now)
    wanted: Counter[tuple[str, str]] = Counter()
    kept: dict[tuple[str, str], Share] = {}
    for _row, share in shares(with_reason(issue, now=now), shelf=shelf):
        if not share.reason:
            wanted[share.locale, share.variant] += 1
            kept.setdefault((share.locale, share.variant), share)
    if shelf.left_out:
        raise LetterRefused(" ".join(each.warning for each in shelf.left_out.values()))
    make = partial(compose, issue, site=run.rule.site, since=shelf.since, until=now)
    often = [kept[key] for key, _number in wanted.most_common(MOST_EDITIONS)]
    for code in (language.code for language in languages_on(run.rule.site)):
        own = [share for share in often if share.locale == code]
        whole = shelf.for_all(code)
        for variant, share in [("", whole), *((each.variant, each) for each in own)]:
            shown = share if share.chosen else next(iter(own), share)
            if shown.chosen:
                yield variant, make(locale=code, chosen=shown.filled)


def readers(
    *, issue: NewsletterIssue, run: DigestRun, sending: Sending, now: datetime
) -> Callable[[], Iterator[Candidate]]:
    """Return what gives every reader of the topic: with her edition, or left out with the reason."""
    campaign = sending.campaign
    known = set(campaign.editions.values_list("variant", "locale"))
    entries = {
        (variant, locale): frozenset(tuple(each) for each in sending.entries.get(f"{variant}/{locale}", ()))
        for variant, locale in known
        if variant
    }

    def candidates() -> Iterator[Candidate]:
        for row, share in shares(with_reason(issue, now=now), shelf=Shelf(issue, run, now=now)):
            edition = None if share.reason else _edition(share, entries)
            if edition is None:
                yield Excluded(share.reason or Exclusion.NOTHING_NEW.value)
            else:
                yield recipient(row.subscriber, edition=edition, campaign_id=campaign.pk, now=now)

    return candidates


def _edition(share: Share, known: dict[tuple[str, str], frozenset[EntryId]]) -> tuple[str, str] | None:  # type: ignore[type-arg]
    """Return the edition with just these entries, else the one that repeats nothing and has most of them."""
    exact = (share.variant, share.locale)
    if exact in known:
        return exact
    mine = {each.id for each in share.chosen}
    fitting = [key for key, ids in known.items() if key[1] == share.locale and ids and ids <= mine]
    return max(fitting, key=lambda key: len(known[key]), default=None)
