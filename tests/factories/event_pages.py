"""Pages that tell about events, and events that they tell about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Locale

from cms.core.models import Keyword
from events import models
from events.registration import services
from events.registration.choices import PoolUnit
from events.registration.models import Event, Offering

from .events import EventFactory, SessionFactory
from .home import home_page


class EventIndexFactory(wagtail_factories.PageFactory):
    """A live list of events below the home page; `code` is its language."""

    class Meta:
        model = models.EventIndexPage

    class Params:
        code = "ja"

    title = "イベント"
    slug = "events"
    parent = factory.LazyAttribute(lambda o: home_page(o.code))
    locale = factory.LazyAttribute(lambda o: Locale.objects.get(language_code=o.code))


class EventPageFactory(wagtail_factories.PageFactory):
    """A live page of an event below the list in its language. Trait: draft."""

    class Meta:
        model = models.EventPage

    class Params:
        code = "ja"
        draft = factory.Trait(live=False)

    title = factory.Sequence(lambda n: f"イベント{n}")
    slug = factory.Sequence(lambda n: f"event-{n}")
    lead = "どなたでもどうぞ。"
    parent = factory.LazyAttribute(
        lambda o: (
            models.EventIndexPage.objects.filter(locale__language_code=o.code).first() or EventIndexFactory(code=o.code)
        )
    )
    locale = factory.LazyAttribute(lambda o: Locale.objects.get(language_code=o.code))


def day(days: int, *, hour: int = 14) -> datetime:
    """Return a time so many days from today."""
    noon = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=days)


def told(
    *, days: int | None = 30, page: dict[str, Any] | None = None, dates: int = 1, **facts: Any
) -> models.EventPage:
    """Return a live page with its event, `dates` dates from `days` days from now on, a day apart; None: no date.

    facts: traits and fields of the event.
    """
    made = EventPageFactory(**(page or {}))
    event = EventFactory(page_key=made.translation_key, **facts)
    for number in range(dates if days is not None else 0):
        SessionFactory(event=event, starts_at=day((days or 0) + number))
    return made  # type: ignore[no-any-return]


def event_of(page: models.EventPage) -> Event:
    """Return the facts of a page as they are in the database now."""
    return Event.objects.get(page_key=page.translation_key)


def offered(
    page: models.EventPage, *, capacity: int | None = 20, unit: str = PoolUnit.PERSON, **facts: Any
) -> Offering:
    """Return an offering for all dates of the page's event."""
    event = event_of(page)
    return services.add_offering(
        event=event, sessions=list(event.sessions.all()), capacity=capacity, unit=unit, **facts
    )


def slots(page: models.EventPage, *starts: datetime, capacity: int = 1, **facts: Any) -> list[Offering]:
    """Give the page's event an hour's slot for one party at each of the times."""
    event = event_of(page)
    return [
        services.add_offering(
            event=event, sessions=[SessionFactory(event=event, starts_at=start, ends_at=start + timedelta(hours=1))],
            capacity=capacity, unit=PoolUnit.PARTY, kind="slot", **facts,
        )
        for start in starts
    ]  # fmt: skip


def tag(page: models.EventPage, name: str) -> Keyword:
    """Give the page a keyword and publish it."""
    keyword = Keyword.objects.get_or_create(name=name, defaults={"slug": name})[0]
    page.keywords.add(keyword)
    page.save_revision().publish()
    return keyword


def translated(page: models.EventPage, title: str = "An event") -> models.EventPage:
    """Return the page's live translation into English."""
    english = Locale.objects.get(language_code="en")
    index = page.get_parent().specific
    if index.get_translation_or_none(english) is None:
        index.copy_for_translation(english).save_revision().publish()
    made = page.copy_for_translation(english)
    made.title = title
    made.save_revision().publish()
    return models.EventPage.objects.get(pk=made.pk)
