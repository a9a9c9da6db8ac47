"""Registering and what follows, as a family does it on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Site

from cms.core.models import SiteLanguages
from cms.mail.models import Delivery
from events.registration import links
from events.registration.models import Registration
from events.registration.states import State

from .scenes import centre, event, family, form_of, freed, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
READS_THE_FORM = 2100  # milliseconds; who is faster than two seconds is asked whether it is a robot
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])


@pytest.fixture
def open_form(live_server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the form of a guidance for families on a phone."""

    def opened(*, script: bool = True, **facts: object) -> Page:
        centre()
        page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)
        page.goto(live_server.url + form_of(event(**facts), "ja"))
        return page

    return opened


def person(page: Page, number: int) -> Locator:
    return page.locator(f"[data-person='{number}']")


def fill_in(page: Page) -> None:
    """Write about a family of four, as far as they like to tell."""
    page.get_by_label("お名前", exact=False).first.fill("見本 花子")
    page.get_by_label("お名前のよみがな").fill("みほん はなこ")
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_label("何人で来ますか").select_option("4")
    for number, name in ((2, "見本 太郎"), (3, "見本 一郎"), (4, "見本 さくら")):
        person(page, number).locator("summary").click()
        person(page, number).get_by_label("名前").fill(name)
    person(page, 4).get_by_label("年齢").select_option("3-5")
    page.get_by_label("学費と奨学金").check()
    page.get_by_label("個人情報をこのように使うことに同意します").check()


def send(page: Page) -> None:
    page.wait_for_timeout(READS_THE_FORM)
    page.locator("main form.registration button[type=submit]").first.click()


def the_booking() -> Registration:
    return Registration.objects.get()


@WITH_AND_WITHOUT
def test_a_family_of_four_registers_gives_one_place_back_and_cancels(
    open_form: Callable[..., Page], script: bool
) -> None:
    page = open_form(script=script)
    fill_in(page)
    send(page)
    expect(page.locator(".standing")).to_have_text(re.compile("申し込み済み"))
    expect(page.locator(".booking-code").first).to_have_text(the_booking().spaced_code)
    expect(page.locator(".booking-qr path")).to_have_css("stroke", "rgb(0, 0, 0)")
    page.get_by_role("link", name="一部の人が来られなくなった").click()
    page.get_by_label("見本 一郎").check()
    send(page)
    expect(page.locator(".facts")).to_contain_text("3人")
    expect(page.locator(".notice:visible").first).to_contain_text("いまは3人でお申し込みいただいています")
    page.get_by_role("link", name="申し込みを取り消す").click()
    expect(page.locator("main")).to_contain_text("3人分")
    send(page)
    expect(page.locator(".standing")).to_have_text(re.compile("取り消し済み"))
    assert the_booking().state == State.CANCELLED


def fill_in_for_two_children(page: Page) -> None:
    """As a mother does who reads Vietnamese: no reading of her name, no telephone."""
    page.fill("[name=name]", "Nguyễn Thị Lan")
    page.fill("[name=email]", "lan@example.jp")
    page.select_option("[name=seats]", "3")
    for number, name, age in ((2, "Nguyễn Minh", "12-17"), (3, "Nguyễn Hoa", "3-5")):
        person(page, number).locator("summary").click()
        page.fill(f"[name=p{number - 1}_name]", name)
        page.select_option(f"[name=p{number - 1}_age_band]", age)
    page.select_option("[name=need_interpreter]", "vi")
    page.select_option("[name=need_childcare]", "1")
    page.fill("[name=need_allergy]", "trứng")
    page.locator("[name=q_topic]").first.check()
    page.check("[name=consent]")


def mailed_path(kind: str) -> str:
    mail = Delivery.objects.get(address="lan@example.jp", mailing__kind=f"registration.{kind}").mailing
    found = re.search(r"/vi/registrations/manage/[\w=-]+/", mail.text)
    assert found, mail.text
    return found[0]


@WITH_AND_WITHOUT
def test_a_mother_brings_one_child_less_finds_her_booking_without_the_mail_and_cancels(
    live_server, new_page: Callable[..., Page], script: bool
) -> None:
    """In Vietnamese: two children, one to be looked after, an allergy, an interpreter."""
    centre()
    site = Site.objects.get(is_default_site=True)
    SiteLanguages.objects.update_or_create(site=site, defaults={"codes": ["ja", "en", "vi"]})
    page = new_page(viewport=PHONE, java_script_enabled=script, locale="vi-VN")
    page.goto(live_server.url + form_of(event(), "vi"))
    fill_in_for_two_children(page)
    send(page)
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#id_sensitive")
    page.check("[name=sensitive]")
    send(page)
    expect(page.locator(".facts")).to_contain_text("Tiếng Việt")
    assert mailed_path("confirmed")
    page.locator("a[href$='/give-back/']").click()
    page.get_by_label("Nguyễn Hoa").check()
    send(page)
    expect(page.locator(".notice:visible").first).to_contain_text("ít hỗ trợ hơn")
    page.goto(f"{live_server.url}/vi/registrations/lost/")
    page.fill("[name=email]", "lan@example.jp")
    send(page)
    expect(page.locator("main")).to_contain_text("thư rác")
    page.goto(live_server.url + mailed_path("link"))
    expect(page.locator(".facts")).to_contain_text("2 người")
    page.locator("a[href$='/cancel/']").click()
    send(page)
    page.wait_for_url("**/?done=cancel")
    assert the_booking().state == State.CANCELLED


@WITH_AND_WITHOUT
def test_who_waits_accepts_the_place_by_the_link_of_the_mail(
    live_server, new_page: Callable[..., Page], script: bool
) -> None:
    booking = freed(waiting("ja"))
    mail = Delivery.objects.get(address=booking.email, mailing__kind="registration.offered").mailing
    path = re.search(r"/ja/registrations/offer/[\w=-]+/", mail.text)
    page = new_page(viewport=PHONE, java_script_enabled=script)
    page.goto(live_server.url + path[0])
    page.wait_for_timeout(READS_THE_FORM)
    page.get_by_role("button", name="はい、参加します").click()
    expect(page.locator(".standing")).to_have_text(re.compile("申し込み済み"))


@pytest.mark.parametrize("below", ["", "slip/"])
def test_a_booking_prints_on_one_sheet(live_server, page: Page, below: str) -> None:
    centre()
    page.goto(live_server.url + links.path(family(event())) + below)
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1


@pytest.mark.parametrize("width", [360, 440])
def test_a_booking_is_read_on_a_small_sheet(live_server, new_page: Callable[..., Page], width: int) -> None:
    """A code beside them left the words a column of one letter."""
    centre()
    page = new_page(viewport={"width": width, "height": 740})
    page.goto(live_server.url + links.path(family(event())))
    page.emulate_media(media="print")
    narrow = page.locator(".facts dd").evaluate_all("(all) => Math.min(...all.map((each) => each.clientWidth))")
    assert narrow > 160


def test_english_readers_register_and_give_back_in_english(live_server, new_page: Callable[..., Page]) -> None:
    """The whole way, without a script: no word of it is Japanese but names and places."""
    centre()
    page = new_page(viewport=PHONE, java_script_enabled=False, locale="en-US")
    page.goto(live_server.url + form_of(event(), "en"))
    page.get_by_label("Your name", exact=False).first.fill("Maria Silva")
    page.get_by_label("Mail address").fill("maria@example.jp")
    page.get_by_label("How many people come?").select_option("2")
    page.get_by_label("Fees and scholarships").check()
    page.get_by_label("I agree that my data is used in this way").check()
    send(page)
    expect(page.locator(".standing")).to_have_text(re.compile("Confirmed"))
    page.get_by_role("link", name="Some of us cannot come").click()
    page.get_by_label("Person 2").check()
    send(page)
    expect(page.locator(".notice:visible").first).to_contain_text("One person is still registered.")


def test_who_comes_too_late_is_told_before_and_after_that_she_waits(open_form: Callable[..., Page]) -> None:
    page = open_form(capacity=3)
    fill_in(page)
    send(page)
    expect(page.locator(".standing")).to_have_text(re.compile("キャンセル待ち"))
    expect(page.locator("main")).to_contain_text("1番目")


@WITH_AND_WITHOUT
def test_what_was_typed_is_kept_and_what_is_wrong_is_read_first(open_form: Callable[..., Page], script: bool) -> None:
    page = open_form(script=script)
    fill_in(page)
    page.get_by_label("メールアドレス").fill("hanako@")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("メールアドレス")).to_have_value("hanako@")
    expect(person(page, 3).get_by_label("名前")).to_have_value("見本 一郎")
    page.locator(".error-summary").get_by_role("link", name="メールアドレス").click()
    expect(page.locator(":target")).to_have_attribute("name", "email")


def test_with_a_script_as_many_persons_are_shown_as_come(open_form: Callable[..., Page]) -> None:
    page = open_form()
    expect(page.locator("[data-person]:visible")).to_have_count(1)
    page.get_by_label("何人で来ますか").select_option("4")
    expect(page.locator("[data-person]:visible")).to_have_count(4)


def test_a_person_about_whom_something_is_written_stays_in_sight(open_form: Callable[..., Page]) -> None:
    page = open_form()
    page.get_by_label("何人で来ますか").select_option("2")
    person(page, 2).locator("summary").click()
    person(page, 2).get_by_label("名前").fill("見本 太郎")
    page.get_by_label("何人で来ますか").select_option("1")
    expect(person(page, 2)).to_be_visible()


def test_without_a_script_every_person_can_be_written_about(open_form: Callable[..., Page]) -> None:
    page = open_form(script=False)
    expect(page.locator("[data-person]:visible")).to_have_count(6)


def test_the_form_is_filled_in_with_the_keyboard_alone(open_form: Callable[..., Page]) -> None:
    page = open_form()
    page.locator("#id_name").focus()
    for typed in ("見本 花子", "みほん はなこ", "hanako@example.jp", "053-000-1234"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    reached = []
    for _step in range(30):
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        if reached[-1] == "q_topic":
            page.keyboard.press("ArrowDown")
        if reached[-1] == "consent":
            page.keyboard.press("Space")
            break
        page.keyboard.press("Tab")
    page.wait_for_timeout(READS_THE_FORM)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".standing")).to_have_text(re.compile("申し込み済み"))
    assert "homepage" not in reached
