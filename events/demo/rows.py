"""The facts of the demo's events: dates, places, organisers, what can be booked, and who has registered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page

from cms.plugin_api import DemoContext
from events.models import EventPage
from events.registration import services
from events.registration.choices import EventStatus, OfferingKind, PoolUnit, Selection
from events.registration.models import (
    Chapter,
    Desk,
    Event,
    EventFigure,
    EventLanguage,
    EventOrganiser,
    Offering,
    Session,
    Venue,
)
from events.registration.news import Why

from . import plans, schedule
from .people import NeedAsked, People
from .plans import Plan

REGISTERED_DAYS_AGO = 3
CSR_MINUTES = 60


class Maker:
    """Makes the facts of one event after another."""

    def __init__(self, context: DemoContext) -> None:
        self.context = context
        self.site = context.site
        self.now = timezone.now()
        Organisation = apps.get_model("organisations.Organisation")
        self.bodies = {row.slug: row for row in Organisation.objects.filter(site=self.site)}

    def make(self, item: dict[str, Any], page: EventPage, *, edition: int | None, people: People) -> Event:
        """Make the row of a page with everything that belongs to it."""
        plan = plans.PLANS[item["id"]]
        event = services.set_up(
            page_key=page.translation_key, site=self.site, kind=item["kind"], edition=edition,
            activity_key=self._activity(item), **self._facts(item, plan),
        )  # fmt: skip
        self._organisers(event, item)
        self._languages(event, item)
        self._desks(event, item)
        self._chapters(event, item)
        self._figures(event, item)
        sessions = self._sessions(event, item, plan)
        offerings = self._offerings(event, item, plan, sessions)
        event.refresh_from_db()
        if not sessions:
            Event.objects.filter(pk=event.pk).update(status=EventStatus.FINISHED, fiscal_year=item["fy"])
            return event
        at = min(self.now, sessions[0].starts_at - timedelta(days=10))
        services.announce(event=event, now=at)
        self._people(event, plan, offerings, people, at=at - timedelta(days=REGISTERED_DAYS_AGO))
        self._afterwards(event, plan, sessions)
        return event

    def _facts(self, item: dict[str, Any], plan: Plan) -> dict[str, Any]:
        demo = item.get("demo", {})
        found: dict[str, Any] = dict(plan.facts)
        if item["fee"] == "無料":
            found["fee_yen"] = 0
        if item["place"] and item["place"] not in plans.VENUES and not plan.venue:
            found["place"], found["place_en"] = item["place"], plans.PLACES_EN.get(item["place"], "")
        if (item["booking"] or {}).get("type") == "online":
            found["mode"] = "online"
        if demo.get("booking") == "family":
            found["party_max"] = 8
        if plan.opens_in is not None:
            found["opens_at"] = schedule.moment(self.context.today + timedelta(days=plan.opens_in), "9:00")
        return found

    def _activity(self, item: dict[str, Any]) -> Any:
        page = Page.objects.filter(slug=item.get("activity", ""), locale__language_code="ja").first()
        return page.translation_key if page else None

    # What belongs to an event -------------------------------------------------------------------------------

    def _organisers(self, event: Event, item: dict[str, Any]) -> None:
        slugs = [*item["organisers"], *([item["network"]] if "network" in item else [])]
        named, department = plans.DEPARTMENTS.get(item["id"], ("", ""))
        for position, slug in enumerate(slugs):
            body = self.bodies.get(slug)
            EventOrganiser.objects.create(
                event=event, position=position, role="cohost" if position else "host", organisation=body,
                name="" if body else slug,
                department=body.departments.filter(name=department).first() if body and slug == named else None,
            )  # fmt: skip
        for position, (role, name, name_en) in enumerate(plans.BESIDE.get(item["id"], ()), start=len(slugs)):
            EventOrganiser.objects.create(event=event, position=position, role=role, name=name, name_en=name_en)

    def _languages(self, event: Event, item: dict[str, Any]) -> None:
        codes = [*item["languages"], *item.get("demo", {}).get("langs", ())]
        for position, code in enumerate(codes):
            use = "spoken" if code.startswith("ja") else "interpreted"
            EventLanguage.objects.create(event=event, code=code, use=use, position=position)

    def _desks(self, event: Event, item: dict[str, Any]) -> None:
        named = [(topic, *plans.DESKS[topic]) for topic in item.get("desks", ())]
        wanted = item.get("demo", {}).get("desks", len(named))
        desks = [*named, *plans.MORE_DESKS][:wanted] if named else []
        for position, (topic, topic_en, who, who_en, languages) in enumerate(desks):
            Desk.objects.create(
                event=event, position=position, topic=topic, topic_en=topic_en, who=who, who_en=who_en,
                languages=list(languages),
            )  # fmt: skip

    def _chapters(self, event: Event, item: dict[str, Any]) -> None:
        titles = item.get("demo", {}).get("chapters", ())
        parts = item.get("parts", 1)
        for position, title in enumerate(titles):
            # The kinds of cooperation and the five steps are the first part, funding and cases the rest.
            part = 1 if parts == 1 or position < parts else 2
            Chapter.objects.create(
                event=event, position=position, part=part, title=title, title_en=plans.CHAPTERS_EN[title],
                starts_at_seconds=plans.CHAPTER_STARTS[position] if item.get("recording") else None,
            )  # fmt: skip

    def _figures(self, event: Event, item: dict[str, Any]) -> None:
        for position, (key, value) in enumerate(item.get("num", {}).items()):
            label, label_en, pattern = plans.NUMBERS[key]
            EventFigure.objects.create(
                event=event, position=position, label=label, label_en=label_en, number=pattern.format(value)
            )

    # When and where -----------------------------------------------------------------------------------------

    def _venue(self, key: str) -> Venue | None:
        if key not in plans.VENUES:
            return None
        facts = dict(plans.VENUES[key])
        return Venue.objects.get_or_create(site=self.site, name=facts.pop("name"), defaults=facts)[0]

    def _sessions(self, event: Event, item: dict[str, Any], plan: Plan) -> list[Session]:
        venue = self._venue(plan.venue or item["place"] or "")
        room = plan.room or plans.ROOMS.get(item["place"] or "", "")
        made = []
        for number, (start, end) in enumerate(self._times(item, plan)):
            name, name_en = plan.names[number] if plan.names else ("", "")
            made.append(
                Session.objects.create(
                    event=event, position=number, starts_at=start, ends_at=end, venue=venue, room=room, name=name,
                    name_en=name_en,
                )
            )  # fmt: skip
        return made

    def _times(self, item: dict[str, Any], plan: Plan) -> list[tuple[datetime, datetime]]:
        """Start and end of every date."""
        demo, today = item.get("demo", {}), self.context.today
        if "relative" in demo:
            spans = schedule.spans(demo["relative"], today=today, closes=plan.closes or 0)
            return [pair for day, start, end in spans for pair in _of_day(day, start, end, item)]
        if plan.weeks is not None:
            days = schedule.weekly(today, plan.weeks, plan.weekday, demo.get("sessions", plan.dates))
        else:
            days = [date.fromisoformat(day) for day in item["dates"]]
        return [(schedule.moment(day, plan.start), schedule.moment(day, plan.end)) for day in days]

    # What can be booked -------------------------------------------------------------------------------------

    def _offerings(self, event: Event, item: dict[str, Any], plan: Plan, sessions: list[Session]) -> list[Offering]:
        if event.booking != "here" or not sessions:
            return []
        demo = item.get("demo", {})
        closes: dict[str, Any] = {"close_days_before": plan.closes} if plan.closes else {}
        capacity = item["capacity"] or demo.get("capacity") or plan.capacity
        if "slots_minutes" in demo or "slots" in demo:
            return [
                services.add_offering(
                    event=event, sessions=[session], capacity=demo.get("desks", 1), unit=PoolUnit.PARTY,
                    kind=OfferingKind.SLOT, position=number, **closes,
                )
                for number, session in enumerate(sessions)
            ]  # fmt: skip
        kind = OfferingKind.COURSE if len(sessions) > 1 else OfferingKind.SESSION
        names: dict[str, Any] = (
            {"name": f"全{len(sessions)}回", "name_en": f"All {len(sessions)} dates"} if len(sessions) > 1 else {}
        )
        offering = services.add_offering(
            event=event, sessions=sessions, capacity=capacity, kind=kind, **names, **closes
        )
        for language in event.languages.filter(use="interpreted"):
            services.add_interpreters(event=event, language=language.code, capacity=4)
        return [offering]

    def _people(self, event: Event, plan: Plan, offerings: list[Offering], people: People, *, at: datetime) -> None:
        if event.selection == Selection.APPROVAL:
            return
        minutes = 0
        for offering, parties in zip(offerings, plan.parties, strict=False):
            offering.event = event
            for number, seats in enumerate(parties):
                minutes += 7
                needs = _needs(event, number)
                people.register(offering, seats, at=at + timedelta(minutes=minutes), needs=needs)

    def _afterwards(self, event: Event, plan: Plan, sessions: list[Session]) -> None:
        """Call off what is called off; note who came to what is over."""
        if plan.called_off[0]:
            services.cancel_event(event=event.pk, by=None, now=self.now, why=Why(*plan.called_off))
        came = 0
        for registration in event.registrations.filter(state="confirmed") if plan.attended else ():
            if came < plan.attended:
                services.check_in(
                    registration=registration.pk, session=sessions[0].pk, by=None, now=sessions[0].starts_at
                )
                came += registration.seats


def _of_day(day: date, start: str, end: str, item: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    """The dates of one day: the whole of it, or its slots."""
    demo = item["demo"]
    if "slots" in demo:
        starts = [schedule.moment(day, clock) for clock in demo["slots"]]
        return [(begin, begin + timedelta(minutes=CSR_MINUTES)) for begin in starts]
    first, last = schedule.moment(day, start), schedule.moment(day, end)
    if "slots_minutes" not in demo:
        return [(first, last)]
    length = timedelta(minutes=demo["slots_minutes"])
    return [(first + n * length, first + (n + 1) * length) for n in range(int((last - first) / length))]


def _needs(event: Event, number: int) -> tuple[NeedAsked, ...]:
    """Some families ask for an interpreter, some for childcare."""
    codes = [row.code for row in event.languages.all() if row.use == "interpreted"]
    if codes and number % 2 == 0:
        return (NeedAsked(kind="interpreter", language=codes[number // 2 % len(codes)]),)
    if event.childcare == "provided" and number % 3 == 1:
        return (NeedAsked(kind="childcare", count=1, details="3歳"),)
    return ()
