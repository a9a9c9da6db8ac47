"""What the desk does in the workspace of an event, in the words of its screens."""

import re

from playwright.sync_api import expect

from .admin import Staff

TITLE = "はじめての会計講座"


def set_up_an_event(desk: Staff) -> None:
    """Write a page, and its facts in the workspace that follows by itself."""
    add_a_page(desk)
    desk.write_title(TITLE)
    desk.press("下書きを保存")
    # A new page leads straight to its facts.
    expect(desk.page.get_by_role("heading", name=TITLE)).to_be_visible()
    desk.page.get_by_label("種類").select_option("course")
    desk.page.get_by_label("同じ設定にする元").select_option("")
    desk.page.get_by_role("button", name="設定").click()


def add_a_page(desk: Staff) -> None:
    """Below the Japanese list of events: the one in simple Japanese has the same name."""
    desk.add_page("イベント", language="日本語")


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
    desk.page.get_by_role("navigation", name="このイベントの画面").get_by_role("link", name=name, exact=True).click()


def type_a_call_in(desk: Staff, name: str) -> None:
    """With the keyboard alone: the cursor stands in the field of the name."""
    tab(desk, "申込者")
    desk.page.get_by_role("link", name="電話・FAX・窓口の申し込みを入力").click()
    expect(desk.page.locator("[name=name]")).to_be_focused()
    desk.page.keyboard.type(name)
    desk.page.keyboard.press("Enter")


def open_the_door(desk: Staff) -> None:
    tab(desk, "当日")
    desk.page.get_by_role("link", name="受付", exact=True).click()
    # Its script is at work then: a form that is sent before goes the way of a page without one.
    desk.page.wait_for_load_state("load")


def event_id(desk: Staff) -> str:
    found = re.search(r"/events/(\d+)/", desk.page.url)
    assert found, desk.page.url
    return found.group(1)


def add_interpreters(desk: Staff, language: str, number: str) -> None:
    tab(desk, "日時と場所")
    desk.page.get_by_role("link", name="通訳を足す").click()
    desk.page.locator("[name=language]").select_option(language)
    desk.page.locator("[name=capacity]").fill(number)
    desk.page.get_by_role("button", name="足す", exact=True).click()
    expect(desk.message).to_contain_text("希望できるようになりました")


def ask(desk: Staff, question: str, answers: str, why: str) -> None:
    """Ask everybody to choose one of several answers, and publish the form."""
    page = desk.page
    tab(desk, "概要")
    page.get_by_role("link", name="申込フォームの質問").click()
    page.locator("[name=questions-0-label_ja]").fill(question)
    page.locator("[name=questions-0-type]").select_option("choice")
    page.locator("[name=questions-0-options]").fill(answers)
    page.locator("[name=questions-0-required]").check()
    page.locator("[name=questions-0-purpose_ja]").fill(why)
    page.locator("[name=questions-0-keep]").select_option("event")
    page.locator("[name=questions-0-sensitive]").select_option("no")
    page.get_by_role("button", name="この版を公開").click()
    expect(desk.message).to_contain_text("公開しました")


def move_the_date(desk: Staff, day: str, reason: str) -> None:
    """As far as the question what will happen to whom."""
    tab(desk, "日時と場所")
    desk.page.get_by_role("link", name="日時を変える").first.click()
    desk.page.locator("[name=day]").fill(day)
    desk.page.locator("[name=notice]").fill(reason)
    desk.page.get_by_role("button", name="移す").click()
