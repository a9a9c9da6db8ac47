"""The leader of a small group, with the letter open on her phone: to the grant in it, and ready to apply.

What she needs is the deadline, what to prepare and how to send it, the days in her calendar, a reminder, and a seat
where somebody explains it. All of it in a browser; whose pages these are she does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

READS_THE_FORM = 2100  # milliseconds; who is faster than two seconds is asked whether it is a robot
GRANT = {"ja": "赤い羽根福祉基金 新規事業助成", "en": "Red Feather Welfare Fund: new projects"}
SAID = {
    "ja": ("締切まで", "申請は、締切までにインターネットで送ります", "団体の規約と決算書", "助成元が用意しています"),
    "en": ("left", "The application is sent over the internet", "Rules and accounts", "The funder has the guidelines"),
}
DEADLINE = {"ja": "【締切】", "en": "Deadline"}
ASKED = {"ja": "締切のお知らせ", "en": "deadline"}
HAS_A_SEAT = {"ja": "申し込み済み", "en": "Confirmed"}


def prepares_to_apply(page: Page, language: str, address: str, open_mail: Callable[..., Any]) -> None:
    """From the letter, which is open, to the day before the briefing.

    open_mail: opens the next mail to her whose subject has a word, and fails when none comes.
    """
    page.locator("main .mail-text a[href*='/grants/']").first.click()
    reads_the_facts(page, language)
    takes_the_days_into_her_calendar(page, language)
    asks_for_a_reminder(page, language, address, open_mail)
    takes_a_seat_at_the_briefing(page, language, address)


def reads_the_facts(page: Page, language: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(GRANT[language])
    for said in SAID[language]:
        expect(page.get_by_role("main")).to_contain_text(said)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url


def takes_the_days_into_her_calendar(page: Page, language: str) -> None:
    grant = page.url
    page.locator("main a[href*='/grants/plan/']").click()
    with page.expect_download() as calendar:
        page.locator("main a[href$='.ics']").click()
    days = calendar.value.path().read_bytes().replace(b"\r\n ", b"").decode()
    assert days.count("BEGIN:VEVENT") > 3
    assert re.search(rf"SUMMARY:.*{DEADLINE[language]}.*", days)
    page.goto(grant)


def asks_for_a_reminder(page: Page, language: str, address: str, open_mail: Callable[..., Any]) -> None:
    grant = page.url
    page.locator("main a[href*='/grants/remind/']").click()
    page.locator("main input[type=email]").fill(address)
    send(page)
    open_mail(page, ASKED[language])
    page.locator("main .mail-text a[href*='/remind/confirm/']").click()
    send(page)
    expect(page.get_by_role("main")).to_contain_text(address)
    expect(page.get_by_role("main")).to_contain_text(GRANT[language])
    page.goto(grant)


def takes_a_seat_at_the_briefing(page: Page, language: str, address: str) -> None:
    """Over the list of grants to one that is explained, from its page to the event and its form."""
    page.locator(f".breadcrumbs a[href$='/{language}/grants/']").click()
    page.locator("main a[href$='/grants/wam-regional/']").first.click()
    page.locator("main a[href$='/events/grant-briefing/']").first.click()
    page.locator("main a[href*='/registrations/new/']").first.click()
    page.locator("[name=name]").fill("見本 まとめ")
    page.locator("[name=email]").fill(address)
    page.locator("[name=consent]").check()
    send(page)
    expect(page.locator(".standing")).to_contain_text(HAS_A_SEAT[language])
    expect(page.get_by_role("main")).to_contain_text(address)


def send(page: Page) -> None:
    page.wait_for_timeout(READS_THE_FORM)
    page.locator("main form button[type=submit]").last.click()
