"""The desk sets an event up, types a call in, and receives the people at the door."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import expect

from .admin import Staff
from .workspace import add_a_date, announce, open_the_door, tab, type_a_call_in


def test_a_call_is_typed_in_with_a_name_and_enter(desk: Staff) -> None:
    add_a_date(desk, "1")
    announce(desk)
    type_a_call_in(desk, "電話 花子")
    expect(desk.message).to_contain_text("電話 花子さんの参加が決まりました")
    type_a_call_in(desk, "電話 太郎")
    expect(desk.message).to_contain_text("待ちの列に入りました")
    tab(desk, "待ち")
    expect(desk.page.get_by_role("main")).to_contain_text("待ちの1番目")


def test_what_was_written_is_looked_at_before_it_is_sent(clerk: Staff) -> None:
    type_a_call_in(clerk, "電話 花子")
    tab(clerk, "連絡")
    clerk.page.get_by_role("link", name="申込者に連絡する").click()
    clerk.page.get_by_label("件名", exact=False).first.fill("持ち物のお知らせ")
    clerk.page.locator("[name=text]").fill("筆記用具をお持ちください。")
    clerk.page.get_by_role("button", name="送る前に確かめる").click()
    expect(clerk.page.locator(".ev-mail")).to_contain_text("電話 花子 様")
    clerk.page.get_by_role("button", name="送信する").click()
    expect(clerk.message).to_contain_text("1組に連絡を送りました")
    expect(clerk.page.get_by_role("main")).to_contain_text("電話 花子")


@pytest.mark.parametrize("screen", ["", "dates/", "applicants/", "applicants/new/", "waiting/", "day/", "lists/"])
def test_a_phone_shows_the_workspace_without_scrolling_sideways(log_in: Callable[..., Staff], screen: str) -> None:
    staff = log_in("desk", viewport={"width": 390, "height": 844})
    staff.open("events/")
    event = staff.page.locator(".ev-table th a").first.get_attribute("href")
    staff.page.goto(f"{staff.site}{event}{screen}")
    assert staff.sideways == 0


def test_the_door_finds_somebody_by_her_number_without_a_script(clerk: Staff) -> None:
    type_a_call_in(clerk, "電話 花子")
    number = clerk.page.locator(".ev-slip .ev-code").inner_text()
    open_the_door(clerk)
    plain = clerk.page.context.browser.new_context(
        java_script_enabled=False, storage_state=clerk.page.context.storage_state()
    )
    page = plain.new_page()
    page.goto(clerk.page.url)
    page.get_by_label("申込番号").fill(number.lower())
    page.get_by_role("button", name="受付する", exact=True).first.click()
    expect(page.locator(".messages")).to_contain_text("1人を受け付けました")
    plain.close()


def test_what_is_wrong_with_a_question_stands_beside_its_sign(desk: Staff) -> None:
    desk.page.get_by_role("link", name="概要", exact=True).click()
    desk.page.get_by_role("link", name="申込フォームの質問").click()
    desk.page.fill("[name=questions-0-label_ja]", "会計の経験")
    desk.page.get_by_role("button", name="この版を公開").click()
    wrong = desk.page.locator(".w-field__errors:has(p)")
    expect(wrong).to_have_count(3)
    apart = wrong.evaluate_all(
        "(all) => all.map((each) => each.querySelector('p').getBoundingClientRect().top"
        " - each.querySelector('svg').getBoundingClientRect().bottom)"
    )
    assert [gap for gap in apart if gap >= 0] == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_figures_of_the_report_share_a_line(
    log_in: Callable[..., Staff], media: Literal["screen", "print"]
) -> None:
    staff = log_in("desk", viewport={"width": 1280, "height": 900})
    staff.open("events/report/")
    staff.page.emulate_media(media=media)
    tops = staff.page.locator(".ev-cards > div").evaluate_all("(all) => all.map((each) => each.offsetTop)")
    assert (len(tops), len(set(tops))) == (4, 1)
