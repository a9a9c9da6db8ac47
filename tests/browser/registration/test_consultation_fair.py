"""Somebody of seventy, a phone and a slow line: from the first page of the centre to a consultation fair and back.

What a slow line makes long is counted, not timed: the requests of each page, and the bytes of its words as a web server
sends them. What styles and scripts weigh is held for every kind of page in `tests/browser/test_page_types.py`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request, expect

from cms.mail.models import Mailing
from events.registration.models import Registration
from events.registration.states import State
from tests.browsers import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_db")]
READS_THE_FORM = 2100  # milliseconds; who is faster than two seconds is asked whether it is a robot
PATIENCE = 60_000  # milliseconds: nothing here is timed
MOST_REQUESTS, MOST_BYTES = 8, 16_000  # a form that was sent and leads on is two of them
ADDRESS = "haru.@docomo.ne.jp"  # as some carriers gave them out
FAIR = "ケアする人のなんでも相談会"


@dataclass
class Line:
    """What was asked for over the line for the page that is open; a new page begins anew, wherever it led from."""

    page: Page
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request() and not request.redirected_from:
            self.asked = []
        self.asked.append(request.url)

    def is_short(self) -> None:
        """The page that is open came with few requests, all to the centre, and few bytes, and fits the phone."""
        self.page.wait_for_load_state("load")
        origin = re.match(r"\w+://[^/]+/", self.page.url)
        assert origin
        asked = [url for url in self.asked if not url.startswith("data:")]
        assert [url for url in asked if not url.startswith(origin[0])] == []
        assert len(asked) <= MOST_REQUESTS, asked
        assert len(gzip.compress(self.page.content().encode(), 6)) <= MOST_BYTES, self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, self.page.url


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=None)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_first_page_to_the_fair_to_another_hour_and_off_again(
    live_server, new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)
    page.set_default_timeout(PATIENCE)
    line = Line(page)
    page.goto(f"{live_server.url}/ja/")
    line.is_short()
    finds_the_fair(page, line)
    mistypes_and_corrects(page, line)
    is_told_where_mails_go(page)
    line.is_short()
    page.goto(live_server.url + link_in_the_mail("registration.confirmed"))
    takes_another_hour(page, line)
    cancels(page, line)
    assert Registration.objects.get(email=ADDRESS).state == State.CANCELLED


def finds_the_fair(page: Page, line: Line) -> None:
    """Over the door of the home page and a word to the page of the fair, and on it to an hour that is free."""
    page.get_by_role("link", name="参加したい").click()
    line.is_short()
    page.get_by_label("イベントの中でさがす言葉").fill("相談会")
    page.get_by_role("button", name="この条件で表示").click()
    expect(page.get_by_role("main")).to_contain_text("これからのイベント 2件")
    line.is_short()
    page.get_by_role("link", name=FAIR).first.click()
    line.is_short()
    hour = page.get_by_role("main").get_by_role("link", name=re.compile("^選ぶ"))
    chosen = re.search(r"\d+:\d\d〜\d+:\d\d", hour.nth(1).inner_text())
    assert chosen
    hour.nth(1).click()
    # What she pressed is chosen already.
    expect(page.locator("label:has(input[name=offering]:checked)")).to_contain_text(chosen[0])
    line.is_short()


def mistypes_and_corrects(page: Page, line: Line) -> None:
    """Each slip is said at once, at its field and above; what was right stays."""
    page.get_by_label("お名前", exact=False).first.fill("見本 ハル")
    page.get_by_label("お名前のよみがな").fill("みほん はる")
    page.get_by_label("メールアドレス", exact=False).first.fill("haru@docomo")
    page.get_by_label("電話番号").fill("053ー000ー12")  # written on a Japanese keyboard, and two digits short
    send(page)
    slips = page.locator(".error-summary")
    expect(slips.get_by_role("link")).to_have_text(
        ["メールアドレス", "電話番号", "個人情報をこのように使うことに同意します"]
    )
    expect(slips).to_contain_text("hanako@example.jp のように")
    expect(page.get_by_label("お名前のよみがな")).to_have_value("みほん はる")
    line.is_short()
    slips.get_by_role("link", name="電話番号").click()
    expect(page.locator(":target")).to_have_value("053ー000ー12")
    page.locator(":target").fill("053-000-1234")
    page.get_by_label("メールアドレス", exact=False).first.fill(ADDRESS)
    page.get_by_label("個人情報をこのように使うことに同意します").check()
    page.locator("main form.registration button[type=submit]").first.click()


def is_told_where_mails_go(page: Page) -> None:
    expect(page.locator(".standing")).to_have_text(re.compile("申し込み済み"))
    expect(page.get_by_role("main")).to_contain_text(f"お知らせのメールは {ADDRESS} に届きます")


def link_in_the_mail(kind: str) -> str:
    """The address in the mail under which the booking is seen."""
    text = Mailing.objects.get(kind=kind, deliveries__address=ADDRESS).text
    assert FAIR in text
    found = re.search(r"/ja/registrations/manage/[\w=-]+/", text)
    assert found
    return found[0]


def takes_another_hour(page: Page, line: Line) -> None:
    page.get_by_role("link", name="別の日時に変える").click()
    line.is_short()
    other = page.locator("label:has(input[name=offering])").filter(has_text="あと6組").last
    hours = re.search(r"\d+:\d\d〜\d+:\d\d", other.inner_text())
    assert hours
    other.click()
    page.wait_for_timeout(READS_THE_FORM)
    page.get_by_role("button", name="この日時に変える").click()
    expect(page.get_by_role("main")).to_contain_text("日時を変えました")
    expect(page.locator(".facts").first).to_contain_text(hours[0])
    assert "別の日時に変わりました" in Mailing.objects.get(kind="registration.moved").subject


def cancels(page: Page, line: Line) -> None:
    page.get_by_role("link", name="申し込みを取り消す").click()
    line.is_short()
    page.wait_for_timeout(READS_THE_FORM)
    page.get_by_role("button", name="はい、取り消します").click()
    expect(page.get_by_role("main")).to_contain_text("申し込みを取り消しました")
    expect(page.locator(".standing")).to_have_text(re.compile("取り消し済み"))
    assert Mailing.objects.filter(kind="registration.cancelled", deliveries__address=ADDRESS).exists()


def send(page: Page) -> None:
    page.wait_for_timeout(READS_THE_FORM)
    page.locator("main form.registration button[type=submit]").first.click()
