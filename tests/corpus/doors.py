"""Every public address that takes what somebody sends, and how to get before it.

The addresses are found in the URL configuration: one that nobody has opened here makes a test fail. Plugins open theirs
in `plugins/<slug>/tests/doors.py`, as `DOORS`, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from cms.mail import stop_links
from events.registration import links, services
from events.registration.models import Offering
from events.registration.tokens import Purpose
from tests.browser.page_types import ROOT
from tests.browser.registration import scenes
from tests.factories.event_pages import day
from tests.factories.events import SessionFactory

STAFF = "admin/"
#: Wagtail's own, which ask for a password and are protected by Django's cookie.
BY_COOKIE = {
    "wagtailcore_authenticate_with_password",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_login",
}


@dataclass(frozen=True)
class Door:
    """An address that takes a form.

    name: of the view in the URL configuration. opened: prepares the database and returns the address. typed: good
    answers to what nothing stands in at first. fields: of a form that is no form of Django's. is_for_again: its button
    does something each time, as often as one likes.
    """

    name: str
    opened: Callable[[], str]
    typed: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    is_for_again: bool = False

    def __str__(self) -> str:
        return self.name


def addresses() -> Iterator[tuple[str, str, URLPattern]]:
    """Yield every address outside the admin: the name of its view, its pattern as text, and itself."""
    yield from _below(get_resolver().url_patterns, "", "")


def _below(patterns: Any, before: str, names: str) -> Iterator[tuple[str, str, URLPattern]]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            if not path.startswith(STAFF):
                yield from _below(each.url_patterns, path, names + (f"{each.namespace}:" if each.namespace else ""))
        elif each.name:
            yield f"{names}{each.name}", path, each


def takes_forms(pattern: URLPattern) -> bool:
    """Whether anybody may send something there: without Django's cookie, or to Wagtail's own forms."""
    return getattr(pattern.callback, "csrf_exempt", False) or pattern.name in BY_COOKIE


PERSON = {"name": "見本 花子", "kana": "みほん はなこ", "email": "hanako@example.jp", "phone": "053-000-0000"}


NUMBERS = count()


def _event(**facts: Any) -> Offering:
    return scenes.event(slug=f"of-a-door-{next(NUMBERS)}", **facts)


def _booking(below: str = "") -> Callable[[], str]:
    return lambda: links.path(scenes.family(_event())) + below


def _moving() -> str:
    booking = scenes.family(_event())
    later = SessionFactory(event=booking.event, starts_at=day(37), ends_at=day(37, hour=16))
    services.add_offering(event=booking.event, sessions=[later], capacity=5)
    return links.path(booking) + "move/"


def _verify() -> str:
    return links.path(scenes.family(_event(verify_first=True)), purpose=Purpose.VERIFY)


def _offer() -> str:
    return links.path(scenes.freed(scenes.waiting("ja")), purpose=Purpose.OFFER)


def _stop() -> str:
    booking = scenes.family(_event())
    return stop_links.path(stop_links.make(subject=booking.uuid, campaign_id=1))


OURS = (
    Door("event_registration:register", lambda: scenes.form_of(_event(), "ja"), typed=PERSON),
    Door(
        "event_registration:lost", lambda: "/ja/registrations/lost/",
        typed={"email": "", "code": "ABCDE-FGHJK", "kana": "みほん", "phone_end": "0000"},
    ),
    Door("event_registration:verify", _verify),
    Door("event_registration:offer", _offer, fields=("answer",)),
    Door("event_registration:booking", _booking(), fields=("done",)),
    Door("event_registration:change", _booking("change/"), typed=PERSON),
    Door("event_registration:move", _moving),
    Door("event_registration:give_back", _booking("give-back/")),
    Door("event_registration:cancel", _booking("cancel/")),
    Door("event_registration:my_data", _booking("my-data/"), fields=("any",)),
    Door("event_registration:erase", _booking("erase/")),
    Door("event_registration:slip", _booking("slip/"), fields=("any",)),
    Door("event_registration:calendar", _booking("calendar.ics"), fields=("any",)),
    Door("stop", _stop, fields=("List-Unsubscribe",)),
    Door("mail_events", lambda: "/mail/events/postmark/", fields=("Recipient", "Type")),
    Door("wagtailcore_login", lambda: "/ja/_util/login/", fields=("username", "password", "next")),
    Door(
        "wagtailcore_authenticate_with_password", lambda: "/ja/_util/authenticate_with_password/1/1/",
        fields=("password", "return_url"),
    ),
    Door(
        "wagtaildocs_authenticate_with_password", lambda: "/documents/authenticate_with_password/1/",
        fields=("password", "return_url"),
    ),
)  # fmt: skip


def of_plugins() -> Iterator[Door]:
    """Yield the doors that the plugins here open."""
    for file in sorted(ROOT.glob("plugins/*/tests/doors.py")):
        opened = import_module(f"plugins.{file.parts[-3]}.tests.doors").DOORS
        yield from (Door(**fields) for fields in opened)


DOORS = (*OURS, *of_plugins())
