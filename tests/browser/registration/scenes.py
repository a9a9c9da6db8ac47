"""Events and bookings in every state that a citizen can meet, and the addresses of their screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from cms.core.models import Centre
from events.registration import links, services
from events.registration.choices import EventStatus, LanguageUse, Waitlist
from events.registration.models import EventLanguage, Offering, Registration
from events.registration.party import NeedAsked, Person
from events.registration.tokens import Purpose
from tests.factories.event_pages import day, event_of, offered, slots, told, translated
from tests.factories.events import SessionFactory, VenueFactory, fresh, registered

FAMILY = (
    Person(name="見本 花子", kana="みほん はなこ", age_band="40-49"),
    Person(name="見本 太郎", kana="みほん たろう", age_band="40-49"),
    Person(name="見本 一郎", kana="みほん いちろう", age_band="12-17", school_grade="中学2年"),
    Person(name="見本 さくら", kana="みほん さくら", age_band="3-5"),
)
QUESTIONS = (
    {
        "key": "topic", "type": "choice", "label": {"ja": "いちばん聞きたいこと", "en": "What matters most to you"},
        "required": True, "purpose": {"ja": "担当者の席を決めるために使います。", "en": "To decide who sits with you."},
        "options": [
            ["school", {"ja": "高校のえらび方", "en": "Choosing a high school"}],
            ["money", {"ja": "学費と奨学金", "en": "Fees and scholarships"}],
        ],
        "keep": "event", "sensitive": False,
    },
    {
        "key": "wish", "type": "text", "label": {"ja": "先生に伝えたいこと", "en": "What the teachers should know"},
        "required": False,
        "purpose": {"ja": "当日の準備のために読みます。", "en": "They read it beforehand."},
        "keep": "event", "sensitive": False,
    },
)  # fmt: skip
TITLE = "外国につながる家族のための高校進学ガイダンス"


def centre() -> None:
    """Give the site's centre a telephone, which half the pages name."""
    row = Centre.for_site(Site.objects.get(is_default_site=True))
    row.telephone, row.hours = "053-000-0000", "9:00〜21:00(月曜休み)"
    row.save()


def event(title: str = TITLE, slug: str = "guidance", *, capacity: int | None = 90, **facts: Any) -> Offering:
    """Return the offering of a guidance for families, with a page in Japanese and in English."""
    page = told(
        page={"title": title, "slug": slug},
        **({"kind": "guidance", "party_max": 6, "fee_yen": 0, "childcare": "on_request", "wheelchair": "on_request"}
           | facts),
    )  # fmt: skip
    translated(page, title="High school guidance for families from abroad")
    row = event_of(page)
    row.sessions.update(venue=VenueFactory(name="市民活動センター", name_en="Civic centre", address_en="1-2-3 Chuo"))
    for code in ("vi", "pt-BR", "en"):
        EventLanguage.objects.create(event=row, code=code, use=LanguageUse.INTERPRETED)
    pool = services.add_interpreters(event=row, language="vi", capacity=1)
    offering = offered(page, capacity=capacity, when_needed=[pool])
    services.publish_form(event=row, questions=list(QUESTIONS), by=None, now=timezone.now())
    return offering


def family(offering: Offering, number: int = 1, *, locale: str = "ja", **facts: Any) -> Registration:
    """Register a family of four who need an interpreter and childcare."""
    needs = (NeedAsked(kind="interpreter", language="vi"), NeedAsked(kind="childcare", count=1))
    return registered(
        offering, number, now=timezone.now(), locale=locale,
        **({"name": "見本 花子", "kana": "みほん はなこ", "seats": 4, "people": FAMILY, "needs": needs,
            "answers": {"topic": "school", "wish": "ふりがなのある資料がほしいです。"}} | facts),
    )  # fmt: skip


def form_of(offering: Offering, language: str) -> str:
    return f"/{language}/registrations/new/{offering.event_id}/"


# One screen each -------------------------------------------------------------------------------------------------


def _form(language: str) -> str:
    return form_of(event(), language)


def _form_with_slots(language: str) -> str:
    page = told(days=None, page={"title": "くらしの予約相談", "slug": "consultation"}, kind="booked", party_max=2)
    translated(page, title="Consultations by appointment")
    made = slots(page, day(20), day(20, hour=15), day(27), day(27, hour=15))
    registered(made[1], now=timezone.now())
    return form_of(made[0], language)


def _form_for_waiting(language: str) -> str:
    offering = event(capacity=4)
    family(offering)
    return form_of(offering, language)


def _full(language: str) -> str:
    offering = event(capacity=4, waitlist=Waitlist.NONE)
    family(offering)
    return form_of(offering, language)


def _closed(language: str) -> str:
    offering = event()
    offering.is_closed = True
    offering.save()
    return form_of(offering, language)


def _not_yet(language: str) -> str:
    return form_of(event(opens_at=timezone.now() + timedelta(days=3)), language)


def _called_off(language: str) -> str:
    return form_of(event(status=EventStatus.CANCELLED), language)


def _booking(below: str = "") -> Callable[[str], str]:
    def address(language: str) -> str:
        return links.path(family(event(), locale=language)) + below

    return address


def _moving(language: str) -> str:
    booking = family(event(), locale=language)
    session = SessionFactory(event=booking.event, starts_at=day(37), ends_at=day(37, hour=16))
    services.add_offering(event=booking.event, sessions=[session], capacity=5)
    return links.path(booking) + "move/"


def waiting(language: str) -> Registration:
    """Return the booking of a family that waits because another has the places."""
    offering = event(capacity=4, waitlist=Waitlist.OFFER)
    family(offering, 1)
    return family(offering, 2, locale=language, name="例田 次郎", kana="れいだ じろう")


def freed(booking: Registration) -> Registration:
    """Let the family with the places cancel and return the one that is asked now."""
    holder = Registration.objects.get(offering=booking.offering, state="confirmed")
    services.cancel(registration=holder.pk, now=timezone.now())
    return fresh(booking)


def _waiting(language: str) -> str:
    return links.path(waiting(language))


def _need_waits(language: str) -> str:
    offering = event()
    family(offering, 1)
    return links.path(family(offering, 2, locale=language, name="例田 次郎", kana="れいだ じろう"))


def _offered(language: str) -> str:
    return links.path(freed(waiting(language)))


def _offer(language: str) -> str:
    return links.path(freed(waiting(language)), purpose=Purpose.OFFER)


def _cancelled(language: str) -> str:
    booking = family(event(), locale=language)
    services.cancel(registration=booking.pk, now=timezone.now())
    return links.path(fresh(booking))


def _unverified(language: str) -> str:
    return links.path(family(event(verify_first=True), locale=language))


def _verify(language: str) -> str:
    return links.path(family(event(verify_first=True), locale=language), purpose=Purpose.VERIFY)


def _lost(language: str) -> str:
    return f"/{language}/registrations/lost/"


def _no_booking(language: str) -> str:
    return f"/{language}/registrations/manage/{'A' * 48}/"


@dataclass(frozen=True)
class Screen:
    """A screen. make: prepares the database and returns its address in a language. sends: its button is pressed."""

    name: str
    make: Callable[[str], str]
    sends: bool = False


SCREENS = (
    Screen("form", _form),
    Screen("form with errors", _form, sends=True),
    Screen("form with slots", _form_with_slots),
    Screen("form with slots and errors", _form_with_slots, sends=True),
    Screen("form for the waiting list", _form_for_waiting),
    Screen("all places taken", _full),
    Screen("closed", _closed),
    Screen("not open yet", _not_yet),
    Screen("called off", _called_off),
    Screen("confirmed", _booking()),
    Screen("confirmed while a need waits", _need_waits),
    Screen("waiting", _waiting),
    Screen("offered", _offered),
    Screen("offer", _offer),
    Screen("cancelled", _cancelled),
    Screen("unverified", _unverified),
    Screen("verify", _verify),
    Screen("change", _booking("change/")),
    Screen("give back", _booking("give-back/")),
    Screen("give back with errors", _booking("give-back/"), sends=True),
    Screen("move", _moving),
    Screen("cancel", _booking("cancel/")),
    Screen("my data", _booking("my-data/")),
    Screen("erase", _booking("erase/")),
    Screen("slip", _booking("slip/")),
    Screen("lost", _lost),
    Screen("lost with errors", _lost, sends=True),
    Screen("a link that opens nothing", _no_booking),
)
