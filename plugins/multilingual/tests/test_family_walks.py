"""A family on a phone, from the first page to the reminder, in a language that she reads."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db.models import Min
from playwright.sync_api import Page, expect

from cms.core.locales import language_of
from cms.mail.models import Mailing
from events.models import EventPage
from events.registration import services
from events.registration.models import Event, Registration
from events.registration.states import State
from home.models import GuidePage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_db")]
PHONE = {"width": 360, "height": 740}
READS_THE_FORM = 2100  # milliseconds; who is faster than two seconds is asked whether it is a robot
SIDEWAYS = "() => document.documentElement.scrollWidth - window.innerWidth"
WALKS = [("vi", True), ("vi", False), ("pt-br", True), ("ja-simple", False), ("ur", True)]
each_way = pytest.mark.parametrize(
    ("code", "script"), WALKS, ids=[f"{code}-{'with' if script else 'without'}-script" for code, script in WALKS]
)


@dataclass
class Walk:
    """A walk in one language. Every page that is looked at is in the language, fits the phone and is free of faults."""

    page: Page
    code: str
    origin: str
    check: Callable[..., None]
    script: bool
    seen: list[str] = field(default_factory=list)

    def words(self, model: type) -> str:
        """The title of the guide or the event in this language, or the nearest that has it."""
        slug = "high-school" if model is GuidePage else "school-guidance"
        pages = {page.locale.language_code: page.title for page in model.objects.live().filter(slug=slug)}
        return next(pages[code] for code in (self.code, *language_of(self.code).fallbacks) if code in pages)

    def is_called(self, words: str) -> None:
        """The heading says the words; a screen reader reads them once, without the readings above them."""
        expect(self.page.locator("h1")).to_contain_text(words[:2])
        assert read_aloud(self.page.locator("h1").aria_snapshot()) == read_aloud(words)

    def look(self, name: str) -> None:
        language = language_of(self.code)
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", language.bcp47)
        assert f"/{self.code}/" in self.page.url
        if language.dir == "rtl":
            expect(html).to_have_attribute("dir", "rtl")
        assert self.page.evaluate(SIDEWAYS) <= 0, self.page.url
        if self.script:
            self.check(self.page)
        self.seen.append(name)
        if folder := os.environ.get("SHOTS"):
            way = f"{self.code}-{'js' if self.script else 'plain'}"
            self.page.screenshot(path=f"{folder}/{way}-{len(self.seen):02}-{name}.png", full_page=True)

    def follow(self, below: str) -> None:
        """Press the link in the words of the page that leads below her language."""
        self.page.locator(f"main a[href$='/{self.code}/{below}']").first.click()

    def send(self) -> None:
        self.page.wait_for_timeout(READS_THE_FORM)
        self.page.locator("main form button[type=submit]").last.click()


def read_aloud(said: str) -> str:
    return re.sub(r'^- heading "|" \[level=1\].*|\s|\u200b', "", said, flags=re.DOTALL)


@pytest.fixture
def walk(live_server, new_page: Callable[..., Page], assert_no_axe_violations, code: str, script: bool) -> Walk:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)
    return Walk(page, code, live_server.url, assert_no_axe_violations, script)


@each_way
def test_from_the_first_page_over_the_guide_to_the_reminder(walk: Walk) -> None:
    walk.page.goto(f"{walk.origin}/{walk.code}/")
    walk.look("home")
    reads_a_guide(walk)
    finds_it(walk)
    registers(walk)
    booking = Registration.objects.order_by("-pk").first()
    assert (booking.locale, booking.state) == (walk.code, State.CONFIRMED)
    has_mail(walk, "registration.confirmed", booking)
    is_reminded(walk, booking)
    changes_and_cancels(walk, booking)


def reads_a_guide(walk: Walk) -> None:
    """One press to the guide, its steps one after another with the way back, all of it on paper."""
    walk.follow("guides/high-school/")
    walk.is_called(walk.words(GuidePage))
    walk.look("guide")
    walk.follow("guides/high-school/1/")
    for number in (1, 2):
        walk.look(f"step-{number}")
        walk.page.locator("a[rel=next]").click()
    walk.page.locator("a[rel=prev]").click()
    expect(walk.page).to_have_url(re.compile("/high-school/2/$"))
    walk.page.locator("a[rel=next]").click()
    walk.look("step-3")
    shown = walk.page.locator("main ruby").count()
    assert (shown > 0) == (walk.code == "ja-simple")
    walk.page.emulate_media(media="print")
    expect(walk.page.locator(".prev-next")).to_be_hidden()
    walk.page.emulate_media(media="screen")


def finds_it(walk: Walk) -> None:
    """The search in her language knows the guide and the session."""
    for model, below in ((GuidePage, "guides/high-school/"), (EventPage, "events/school-guidance/")):
        walk.page.goto(f"{walk.origin}/{walk.code}/search/?q={walk.words(model)}")
        expect(walk.page.locator(f"main a[href$='/{walk.code}/{below}']").first).to_be_visible()
    walk.look("search")
    walk.page.goto(f"{walk.origin}/{walk.code}/guides/high-school/3/")


def registers(walk: Walk) -> None:
    """From the guide to the session and its form; what is wrong is said in her language, what was typed is kept."""
    walk.follow("events/school-guidance/")
    walk.is_called(walk.words(EventPage))
    walk.look("event")
    walk.page.locator(f"main a[href^='/{walk.code}/registrations/new/']").first.click()
    page = walk.page
    page.locator("[name=name]").fill("Nguyen Thi Hoa")
    page.locator("[name=email]").fill("hoa@")
    page.locator("[name=need_childcare]").select_option("1")
    if page.locator(f"[name=need_interpreter] option[value={walk.code.split('-')[0]}]").count():
        page.locator("[name=need_interpreter]").select_option(walk.code.split("-")[0])
    else:
        page.locator("[name=need_interpreter]").select_option(index=1)
    for tick in ("sensitive", "consent"):
        page.locator(f"[name={tick}]").check()
    walk.send()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("hoa@")
    expect(page.locator("[name=need_childcare]")).to_have_value("1")
    walk.look("errors")
    page.locator("[name=email]").fill("hoa@example.jp")
    walk.send()
    expect(page.locator(".standing")).to_be_visible()
    walk.look("confirmed")
    with page.expect_download() as calendar:
        page.locator("a[href$='calendar.ics']").click()
    assert walk.words(EventPage)[:8] in unfolded(calendar.value.path().read_bytes())


def unfolded(calendar: bytes) -> str:
    return calendar.replace(b"\r\n ", b"").decode()


def has_mail(walk: Walk, kind: str, booking: Registration) -> Mailing:
    """The mail is in her language: it says its heading, names the session as the page does, and links stay in it."""
    mail = Mailing.objects.filter(kind=kind, locale=walk.code, deliveries__address=booking.email).latest("pk")
    assert walk.words(EventPage) in mail.text
    assert kind == "registration.cancelled" or f"/{walk.code}/registrations/manage/" in mail.text
    assert not re.search(r"//[^/\s]+/(?!" + walk.code + r"/)(ja|en|vi|ur|ja-simple|pt-br)/", mail.text)
    return mail


def is_reminded(walk: Walk, booking: Registration) -> None:
    Event.objects.filter(pk=booking.event_id).update(reminder_days=2)
    first = booking.offering.sessions.aggregate(first=Min("starts_at"))["first"]
    services.send_due_reminders(now=first - timedelta(days=1))
    has_mail(walk, "registration.reminder", booking)


def changes_and_cancels(walk: Walk, booking: Registration) -> None:
    page = walk.page
    page.locator("a[href$='/change/']").click()
    page.locator("[name=name]").fill("Nguyen Thi Hoa Mai")
    walk.look("change")
    walk.send()
    expect(page.locator("main")).to_contain_text("Nguyen Thi Hoa Mai")
    page.locator("a[href$='/cancel/']").click()
    walk.look("cancel")
    walk.send()
    expect(page).to_have_url(re.compile("done=cancel"))
    walk.look("cancelled")
    booking.refresh_from_db()
    assert booking.state == State.CANCELLED
    has_mail(walk, "registration.cancelled", booking)
