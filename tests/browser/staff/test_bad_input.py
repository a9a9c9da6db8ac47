"""What cannot be is said at its field, in Japanese, and what was typed is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.servers import LiveSite

from .admin import Staff
from .conftest import staff_of

MEGABYTE = "あ" * (1024 * 1024 // 3)


@pytest.fixture(scope="module")
def form(live_site: LiveSite, browser: Browser) -> str:
    """The address of the form of a new activity."""
    live_site.reset()
    with staff_of(live_site, browser) as log_in:
        editor = log_in("editor")
        editor.add_page("活動をさがす")
        return editor.page.url


@pytest.fixture
def activity(form: str, log_in: Callable[..., Staff]) -> Staff:
    """An editor before the form of a new activity that has a title."""
    editor = log_in("editor")
    editor.page.goto(form)
    editor.write_title("まちがいだらけの活動")
    return editor


def refused(editor: Staff, name: str, *, says: str, keeps: str) -> None:
    """The save was refused: the field says why and still holds what was typed."""
    expect(editor.message).to_contain_text("誤りがあるため")
    field = editor.page.locator(f"[name={name}]")
    box = editor.page.locator(".w-field", has=field).last
    expect(box.locator(".error-message, .w-field__errors").first).to_contain_text(says)
    assert field.input_value() == keeps


def test_a_day_that_is_not_in_the_calendar(activity: Staff) -> None:
    activity.tab("年度と系図")
    activity.page.fill("[name=held_on]", "2026-02-30")
    activity.press("下書きを保存")
    refused(activity, "held_on", says="日付", keeps="2026-02-30")


def test_a_year_that_is_none(activity: Staff) -> None:
    activity.tab("年度と系図")
    activity.page.fill("[name=start_fy]", "平成99年度")
    activity.press("下書きを保存")
    refused(activity, "start_fy", says="平成", keeps="平成99年度")


def test_a_megabyte_where_a_thousand_characters_fit(activity: Staff) -> None:
    activity.page.locator("[name=summary]").evaluate("(field, words) => { field.value = words }", MEGABYTE)
    activity.press("下書きを保存")
    refused(activity, "summary", says="1000", keeps=MEGABYTE)


def test_a_browser_cuts_nothing_off_a_paste(activity: Staff) -> None:
    activity.page.fill("[name=summary]", "あ" * 1001)
    assert len(activity.page.locator("[name=summary]").input_value()) == 1001


def test_a_browser_cuts_nothing_off_a_paste_into_a_block(activity: Staff) -> None:
    activity.add_block("body", "見出し")
    activity.page.fill("#body-0-value-text", "あ" * 200)
    activity.press("下書きを保存")
    refused(activity, "body-0-value-text", says="120", keeps="あ" * 200)


def test_a_browser_cuts_nothing_off_a_paste_into_a_row(activity: Staff) -> None:
    activity.tab("関わった団体")
    row = activity.add_row("partner_lines", "関わった団体を追加")
    activity.write("名称", "あ" * 500, within=row)
    activity.press("下書きを保存")
    refused(activity, "partner_lines-0-name", says="500", keeps="あ" * 500)


def test_a_browser_would_cut_what_is_longer_than_maxlength(activity: Staff) -> None:
    """The control: with the attribute the end of a paste is gone before the server could say anything."""
    activity.add_block("body", "見出し")
    activity.page.locator("#body-0-value-text").evaluate("field => field.setAttribute('maxlength', '120')")
    activity.page.fill("#body-0-value-text", "あ" * 200)
    assert len(activity.page.locator("#body-0-value-text").input_value()) == 120


def test_a_control_character(activity: Staff) -> None:
    activity.page.fill("[name=summary]", "鈴\u0007が鳴る")
    activity.press("下書きを保存")
    expect(activity.message).to_contain_text("誤りがあるため")
    box = activity.page.locator(".w-field", has=activity.page.locator("[name=summary]")).last
    expect(box.locator(".error-message").first).to_contain_text("文字")
    assert "鈴" in activity.page.locator("[name=summary]").input_value()


def test_an_activity_that_would_follow_what_followed_it(log_in: Callable[..., Staff]) -> None:
    editor = log_in("editor")
    editor.find_page("静岡県就労支援ネットワーク体制づくり")
    editor.tab("年度と系図")
    row = editor.add_row("predecessor_links", "前身を追加")
    editor.choose(row, "ページを選択", "ジョブコーチ派遣事業")
    editor.press("下書きを保存")
    expect(editor.message).to_contain_text("誤りがあるため")
    kept = editor.row("predecessor_links", 0)
    expect(kept.locator(".error-message").first).to_contain_text("ジョブコーチ派遣事業")
    expect(kept).to_contain_text("ジョブコーチ派遣事業")


def test_a_corporate_number_with_a_slip_of_the_pen(log_in: Callable[..., Staff]) -> None:
    editor = log_in("editor")
    editor.open("organisations/")
    editor.page.get_by_role("link", name="団体を追加").first.click()
    editor.write("名称", "まちがいの会")
    editor.page.fill("[name=facts-corporate_number]", "1234567890123")
    editor.press("下書きを保存")
    expect(editor.message).to_contain_text("誤りがあるため")
    field = editor.page.locator("[name=facts-corporate_number]")
    box = editor.page.locator(".w-field", has=field).last
    expect(box.locator(".error-message").first).to_contain_text("番号")
    assert field.input_value() == "1234567890123"
    assert editor.page.locator("[name=facts-name]").input_value() == "まちがいの会"
