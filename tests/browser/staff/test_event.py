"""The desk sets an event up, types a call in, and receives the people at the door."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .admin import Staff

TITLE = "はじめての会計講座"


@pytest.fixture
def desk(log_in: Callable[..., Staff]) -> Staff:
    """At the workspace of an event that the desk has just written a page for."""
    staff = log_in("desk")
    add_a_page(staff)
    staff.write_title(TITLE)
    staff.press("下書きを保存")
    # A new page leads straight to its facts.
    expect(staff.page.get_by_role("heading", name=TITLE)).to_be_visible()
    staff.page.get_by_label("種類").select_option("course")
    staff.page.get_by_label("同じ設定にする元").select_option("")
    staff.page.get_by_role("button", name="設定").click()
    return staff


def add_a_page(desk: Staff) -> None:
    """Below the list of events. The menu has an item of the same name: the link in the results is meant."""
    desk.open("pages/search/?q=もよおし")
    desk.page.get_by_role("main").get_by_role("link", name="もよおし", exact=True).first.click()
    desk.children_of_here()
    desk.page.get_by_role("link", name="子ページを追加").first.click()


def add_a_date(desk: Staff, places: str) -> None:
    page = desk.page
    page.get_by_role("link", name="日を足す").click()
    page.get_by_label("日にち").or_(page.locator("[name=day]")).first.fill("2031-05-08")
    page.fill("[name=starts]", "14:00")
    page.fill("[name=ends]", "16:00")
    page.fill("[name=capacity]", places)
    page.get_by_role("button", name="この日を足す").click()
    expect(desk.message).to_contain_text("日を足しました")


def announce(desk: Staff) -> None:
    tab(desk, "概要")
    desk.page.get_by_role("link", name="告知する", exact=True).click()
    desk.page.get_by_role("button", name="告知する").click()
    expect(desk.message).to_contain_text("告知しました")


def tab(desk: Staff, name: str) -> None:
    desk.page.get_by_role("navigation", name="このもよおしの画面").get_by_role("link", name=name, exact=True).click()


def type_a_call_in(desk: Staff, name: str) -> None:
    """With the keyboard alone: the cursor stands in the field of the name."""
    tab(desk, "申込者")
    desk.page.get_by_role("link", name="電話・FAX・窓口の申し込みを入力").click()
    expect(desk.page.locator("[name=name]")).to_be_focused()
    desk.page.keyboard.type(name)
    desk.page.keyboard.press("Enter")


def test_a_call_is_typed_in_with_a_name_and_enter(desk: Staff) -> None:
    add_a_date(desk, "1")
    announce(desk)
    type_a_call_in(desk, "電話 花子")
    expect(desk.message).to_contain_text("電話 花子さんの参加が決まりました")
    type_a_call_in(desk, "電話 太郎")
    expect(desk.message).to_contain_text("待ちの列に入りました")
    tab(desk, "待ち")
    expect(desk.page.get_by_role("main")).to_contain_text("待ちの1番目")


def test_the_door_finds_somebody_by_her_number(desk: Staff) -> None:
    add_a_date(desk, "5")
    announce(desk)
    type_a_call_in(desk, "電話 花子")
    number = desk.page.locator(".ev-slip .ev-code").inner_text()
    tab(desk, "当日")
    desk.page.get_by_role("link", name="受付", exact=True).click()
    desk.page.get_by_label("申込番号").fill(number.lower())
    desk.page.keyboard.press("Enter")
    expect(desk.message).to_contain_text("1人を受け付けました")


@pytest.mark.parametrize("screen", ["", "dates/", "applicants/", "applicants/new/", "waiting/", "day/", "lists/"])
def test_a_phone_shows_the_workspace_without_scrolling_sideways(log_in: Callable[..., Staff], screen: str) -> None:
    staff = log_in("desk", viewport={"width": 390, "height": 844})
    staff.open("events/")
    event = staff.page.locator(".ev-table th a").first.get_attribute("href")
    staff.page.goto(f"{staff.site}{event}{screen}")
    assert staff.sideways == 0
