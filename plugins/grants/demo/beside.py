"""What the demo has beside its grants: awards, a briefing, and readers who want reminders."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone, translation
from wagtail.models import Locale, Page

from activities.organisations.models import Organisation
from cms.mail import addresses
from cms.mail.models import Channel, ConsentAction
from cms.mail.services import consent
from cms.plugin_api import DemoContext
from events.registration import services as events
from events.registration.models import Session
from plugins.grants.models import Award, EventGrant, GrantFollower, GrantProgramme
from plugins.grants.reminders import asking, links, words


@cache
def facts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "beside.toml").read_text(encoding="utf-8"))


def load(context: DemoContext, grants: Mapping[str, GrantProgramme]) -> None:
    """Make them for the grants of the demo, which are given by their names in the file."""
    for item in facts()["awards"]:
        _award(context, grants[item["grant"]], item)
    _briefing(context, grants[facts()["briefing"]["grant"]])
    for item in facts()["followers"]:
        for address, locale, days in item["people"]:
            _follow(grants[item["grant"]], address, locale, days=days, every_call=item.get("all", False))
    context.say(f"  {len(facts()['awards'])} awarded grants")


def _award(context: DemoContext, programme: GrantProgramme, item: dict[str, Any]) -> None:
    page = Page.objects.filter(slug=item.get("activity", ""), locale=context.home.locale).first()
    first, last = item.get("years", (None, None))
    Award.objects.create(
        programme=programme, recipient=Organisation.objects.filter(site=context.site, slug=item.get("to", "")).first(),
        recipient_name=item.get("name", ""), title=item["title"], title_en=item["title_en"],
        description=item.get("description", ""), amount=item.get("amount"), from_fy=first, to_fy=last,
        awarded_on=context.today + timedelta(days=item["days"]) if "days" in item else None,
        activity_key=page.translation_key if page else None,
    )  # fmt: skip


# A briefing -----------------------------------------------------------------------------------------------------


def _briefing(context: DemoContext, programme: GrantProgramme) -> None:
    """An event about a grant, below the list of events; without such a list there is none."""
    index = apps.get_model("events.EventIndexPage").objects.child_of(context.home).first()
    if index is None:
        return
    item = facts()["briefing"]
    model = apps.get_model("events.EventPage")
    page = model(slug=item["slug"], reading=item["reading"], locale=index.locale, **item["ja"])
    index.add_child(instance=page)
    page.save_revision().publish()
    event = events.set_up(
        page_key=page.translation_key, site=context.site, kind="guidance", fee_yen=0,
        audience=["npos"], place=item["place"], place_en=item["place_en"],
    )  # fmt: skip
    day = _wednesday(context.today, weeks=item["weeks"])
    session = Session.objects.create(
        event=event, starts_at=_moment(day, item["start"]), ends_at=_moment(day, item["end"])
    )  # fmt: skip
    events.add_offering(event=event, sessions=[session], capacity=item["places"])
    event.refresh_from_db()
    events.announce(event=event, now=timezone.now())
    EventGrant.objects.create(event=page.translation_key, programme=programme)
    english = Locale.objects.filter(language_code="en").first()
    if english and index.has_translation(english):
        copy = page.copy_for_translation(english)
        for name, text in item["en"].items():
            setattr(copy, name, text)
        copy.save_revision().publish()


def _wednesday(today: date, *, weeks: int) -> date:
    day = today + timedelta(weeks=weeks)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def _moment(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


# Readers --------------------------------------------------------------------------------------------------------


def _follow(programme: GrantProgramme, address: str, locale: str, *, days: int, every_call: bool) -> None:
    """Somebody asked and confirmed so many days ago; no mail is sent for it."""
    then = timezone.now() - timedelta(days=days)
    digest = addresses.digest(address)
    subject = asking.subject_of(programme, digest)
    GrantFollower.objects.create(
        uuid=subject, site=programme.site, programme=programme, address=address, address_hash=digest, locale=locale,
        every_call=every_call, since=then, newest_call=max(programme.calls.values_list("pk", flat=True), default=0),
    )  # fmt: skip
    with translation.override(locale):
        wording = consent.wording(text=words.agreed(site=programme.site), locale=locale, now=then)
    for action in (ConsentAction.ASKED, ConsentAction.GIVEN):
        consent.record(
            site=programme.site, address_hash=digest, subject=subject, purpose=links.purpose_of(programme),
            what=asking.what(programme, locale=locale), action=action, channel=Channel.WEB, words=wording,
            locale=locale, page=f"/{locale}/grants/remind/{programme.page_key}/", now=then,
        )  # fmt: skip
