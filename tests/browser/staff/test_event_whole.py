"""An event from setting it up to the report for the city, as the desk does it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.servers import LiveSite

from .admin import Staff
from .workspace import TITLE, add_a_date, add_interpreters, announce, ask, event_id, move_the_date, open_the_door, tab


def type_a_whole_call_in(desk: Staff, *told: str, email: str = "") -> None:
    """Name, reading, telephone and how many, with nothing but the keyboard."""
    tab(desk, "申込者")
    desk.page.get_by_role("link", name="電話・FAX・窓口の申し込みを入力").click()
    expect(desk.page.locator("[name=name]")).to_be_focused()
    for number, words in enumerate(told):
        if number:
            desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Control+A")
        desk.page.keyboard.type(words)
    if email:
        desk.page.locator("[name=email]").fill(email)
        desk.page.locator("[name=contact_pref]").select_option("mail")
        desk.page.locator("[name=email]").focus()
    desk.page.keyboard.press("Enter")


def test_interpreters_and_a_question_that_were_set_up_stand_on_the_form(
    desk: Staff, log_in: Callable[..., Staff], site: LiveSite, visitor: Page
) -> None:
    add_a_date(desk, "12")
    add_interpreters(desk, "vi", "1")
    ask(desk, "会計の経験", "はじめて | For the first time\n1年以上 | A year or more", "話す速さを決めるため")
    announce(desk)
    publisher = log_in("moderator")
    publisher.find_page(TITLE, language="日本語")
    publisher.press("公開")
    expect(publisher.message).to_contain_text("公開しました")
    visitor.goto(f"{site.url}/ja/registrations/new/{event_id(desk)}/")
    form = visitor.locator("form.registration")
    expect(form.get_by_label("通訳")).to_contain_text("Tiếng Việt")
    expect(form.get_by_role("group", name=re.compile("会計の経験"))).to_contain_text("1年以上")
    expect(form).to_contain_text("話す速さを決めるため")


def test_a_whole_call_takes_four_fields_and_enter(clerk: Staff) -> None:
    """Twenty seconds, counted in keys: three tabs between four fields; nothing is reached for with the mouse."""
    type_a_whole_call_in(clerk, "電話 花子", "でんわ はなこ", "053-000-1234", "4")
    expect(clerk.message).to_contain_text("電話 花子さんの参加が決まりました")
    expect(clerk.page.locator(".ev-slip").get_by_role("definition").nth(2)).to_have_text("4")
    clerk.page.get_by_role("link", name="申し込みの画面へ").click()
    expect(clerk.page.get_by_role("main")).to_contain_text("053-000-1234")


def test_a_moved_date_tells_everybody_and_says_so_first(clerk: Staff, site: LiveSite) -> None:
    type_a_whole_call_in(clerk, "電話 花子", "でんわ はなこ", "053-000-1234", "1")
    type_a_whole_call_in(clerk, "手紙 太郎", "てがみ たろう", "053-000-5678", "1", email="taro@example.jp")
    move_the_date(clerk, "2031-05-15", "講師の都合により")
    said = clerk.page.get_by_role("alert")
    expect(said).to_contain_text("1組にメールで知らせます")
    expect(said).to_contain_text("1組")
    clerk.page.get_by_role("button", name="移す").click()
    expect(clerk.message).to_contain_text("移しました")
    expect(clerk.page.get_by_role("main")).to_contain_text("2031年5月15日")
    tab(clerk, "連絡")
    expect(clerk.page.get_by_role("main")).to_contain_text("電話 花子")
    clerk.open("mail/?q=taro@example.jp")
    expect(clerk.page.get_by_role("main")).to_contain_text("日程が変わりました")


def test_the_report_for_the_city_counts_who_registered_and_who_came(clerk: Staff) -> None:
    type_a_whole_call_in(clerk, "電話 花子", "でんわ はなこ", "053-000-1234", "3")
    number = clerk.page.locator(".ev-slip .ev-code").inner_text()
    open_the_door(clerk)
    clerk.page.get_by_label("申込番号").fill(number)
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator(".ev-scanned")).to_contain_text("3人を受け付けました")
    clerk.open("events/report/?month=2031-05")
    held = clerk.page.get_by_role("row", name=re.compile("はじめての会計講座"))
    expect(held.locator(".ev-number")).to_have_text(["1", "3", "3"])
    with clerk.page.expect_download() as file:
        clerk.page.get_by_role("link", name="XLSX").click()
    assert file.value.suggested_filename.endswith("2031-05.xlsx")


def test_the_roster_is_printed_in_the_order_of_kana(clerk: Staff) -> None:
    for name, kana in (("渡辺 一", "わたなべ はじめ"), ("青木 二", "アオキ ツギ"), ("加藤 三", "かとう みつ")):
        type_a_whole_call_in(clerk, name, kana, "", "1")
    tab(clerk, "名簿")
    clerk.page.get_by_role("link", name="見る・印刷する").first.click()
    clerk.page.emulate_media(media="print")
    names = clerk.page.locator(".ev-roster tbody td:nth-child(3)")
    expect(names).to_have_text(["青木 二", "加藤 三", "渡辺 一"])
    expect(clerk.page.locator(".sidebar-nav-toggle")).to_be_hidden()
