"""What grants put into letters: calls that became known, and those that close soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _

from cms.plugin_api import LetterContext, LetterItem

from . import cards, spoken
from .elsewhere import pages
from .models import GrantCall, GrantProgramme
from .topics import fields_of

#: Who gets a letter has so long to apply.
CLOSING_WITHIN = timedelta(days=21)
MOST = 30


def new(context: LetterContext) -> Iterator[LetterItem]:
    """Calls that were entered since the last letter and are not over; those of the topic and the area first."""
    calls = _calls(context).filter(created_at__gt=context.since, created_at__lte=context.until)
    yield from _items(calls, context)


def closing(context: LetterContext) -> Iterator[LetterItem]:
    """Calls that one can still apply for, but not for long. A deadline that moves makes a new version."""
    soon = context.until + CLOSING_WITHIN
    calls = _calls(context).open_now(at=context.until).filter(closes_at__lte=soon)
    yield from _items(calls, context)


def _calls(context: LetterContext) -> Any:
    """Calls of the site whose deadline is still to come: of the topic first, then of the area, then by deadline.

    None is left out for another field or area: what they are called is a guess, and nobody is to miss a call.
    """
    calls = GrantCall.objects.filter(site=context.site).with_deadline_ahead(at=context.until)
    fields = fields_of(context.topic, context.topic_name)
    order = []
    if fields:
        calls = calls.annotate(suits_topic=_suits("npo_fields", npofield__in=fields))
        order.append("-suits_topic")
    if context.area:
        calls = calls.annotate(suits_area=_suits("areas", area__name__contains=context.area))
        order.append("-suits_area")
    return calls.order_by(*order, "closes_at", "pk").select_related("programme__funder")


def _suits(relation: str, **named: Any) -> Case:
    """How well a call suits readers: 2 where its grant names what they chose, 1 where it is for all, else 0."""
    links = getattr(GrantProgramme, relation).through.objects.filter(grantprogramme=OuterRef("programme"))
    return Case(
        When(Exists(links.filter(**named)), then=Value(2)), When(Exists(links), then=Value(0)), default=Value(1)
    )


def _items(calls: Iterable[Any], context: LetterContext) -> Iterator[LetterItem]:
    rows = list(calls[:MOST])  # type: ignore[index]
    keys = [row.programme.page_key for row in rows]
    words = cards.words_of(pages(context.site, context.language).filter(translation_key__in=keys), None)
    for row in rows:
        found = words.get(row.programme.page_key)
        if found is None:
            continue
        last = spoken.deadline(row, now=context.until)
        label = row.display_label
        lines = (_("Last day: %(day)s") % {"day": last}, row.programme.funder.display_name, row.spoken_amount)
        yield LetterItem(
            key=str(row.uuid), title=f"{found.title} {label}".strip(), url=found.url, text=found.summary,
            meta=[line for line in lines if line],
            lang=found.lang, version=row.closes_at.isoformat(),
        )  # fmt: skip
