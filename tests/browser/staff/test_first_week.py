"""The first week of somebody new on the staff, in the order in which the work comes.

What is walked elsewhere is not walked again: an activity with its partners in `test_activity.py`; an event with its
dates, questions and interpreters in `test_event_whole.py`; the letter from its plan to the mailbox in the tests of
newsletters. Here the rest is joined to them: name and colour of the site, a guide, a call that is typed in, and the
report to the city.

Wagtail's editor needs a script, and says so. The screens that are the product's own do without: the call and the
report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.servers import LiveSite

from .admin import PASSWORD, Staff

NAME, ACCENT, ACCENT_SEEN = "みどり台市民センター", "#7a1f3d", "rgb(122, 31, 61)"
GUIDE, STEPS = "会議室の借りかた", ("空いている日をさがす", "窓口で申し込む")
PATIENCE = 60_000  # milliseconds: nothing here is timed


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=None)


def test_the_look_of_the_site_and_a_guide(log_in: Callable[..., Staff], site: LiveSite, visitor: Page) -> None:
    manager = log_in("manager")
    gives_the_site_its_look(manager)
    editor = log_in("editor")
    writes_a_guide(editor)
    moderator = log_in("moderator")
    moderator.open("")
    moderator.page.get_by_role("link", name=GUIDE).first.click()
    moderator.press("承認して公開")
    expect(moderator.message).to_contain_text(GUIDE)
    reads_it(visitor, site)


def gives_the_site_its_look(manager: Staff) -> None:
    """Name and colour; a colour on which nothing could be read is refused with a darker one."""
    page = manager.page
    manager.open("settings/core/appearance/")
    page.fill("[name=name]", NAME)
    uploads_a_logo(page)
    page.fill("[name=accent]", "#ffee00")
    page.get_by_role("button", name="保存", exact=True).click()
    darker = re.search(r"#[0-9a-f]{6}", page.locator(".error-message").first.inner_text())
    assert darker
    expect(page.locator("[name=name]")).to_have_value(NAME)
    page.fill("[name=accent]", ACCENT)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(manager.message).to_contain_text("更新しました")


def uploads_a_logo(page: Page) -> None:
    """From the machine at the desk, in the dialog of the field."""
    picture = BytesIO()
    Image.new("RGB", (400, 400), ACCENT).save(picture, "PNG")
    page.get_by_role("button", name="画像を選択").click()
    dialog = page.locator(".modal-dialog").last
    dialog.get_by_role("tab", name="アップロード").click()
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.locator("[name$=-title]").fill("ロゴ")
    dialog.get_by_role("button", name="アップロード").last.click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def writes_a_guide(editor: Staff) -> None:
    page = editor.page
    editor.add_page("案内", language="日本語")
    editor.write_title(GUIDE)
    editor.write("リード文", "予約から当日までの流れがわかります。")
    for number, title in enumerate(STEPS):
        page.locator("[data-contentpath=steps] button.c-sf-add-button").last.click()
        page.fill(f"[name=steps-{number}-value-title]", title)
    editor.press("公開の流れに提出")
    expect(editor.message).to_contain_text("承認を申請しました")


def reads_it(visitor: Page, site: LiveSite) -> None:
    """In the look of the centre, from the list to the last step."""
    visitor.goto(f"{site.url}/ja/guides/")
    expect(visitor.get_by_role("banner")).to_contain_text(NAME)
    expect(visitor.get_by_role("banner").locator("img.brand__logo")).to_have_js_property("naturalHeight", 96)
    visitor.get_by_role("main").get_by_role("link", name=GUIDE).first.click()
    visitor.get_by_role("link", name=re.compile(STEPS[0])).first.click()
    visitor.locator("a[rel=next]").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(STEPS[1])
    visitor.goto(f"{site.url}/ja/")
    expect(visitor.locator(".button").first).to_have_css("background-color", ACCENT_SEEN)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_call_is_typed_in_and_counted_for_the_city(
    site: LiveSite, new_page: Callable[..., Page], script: bool
) -> None:
    desk = Staff(new_page(java_script_enabled=script), site.url, "desk")
    comes_in(desk, script=script)
    before = reported(desk)
    types_a_call_in(desk)
    after = reported(desk)
    assert [now - then for then, now in zip(before, after, strict=True)] == [1, 2]
    expect(desk.page.locator(".capabilitymessage")).to_be_hidden()  # Wagtail's word that nothing works without a script
    with desk.page.expect_download() as file:
        desk.page.get_by_role("link", name="XLSX").click()
    assert file.value.suggested_filename.endswith(".xlsx")


def comes_in(desk: Staff, *, script: bool) -> None:
    """As `Staff.log_in`, which needs no more than a form."""
    desk.page.goto(f"{desk.site}/admin/")
    desk.page.fill("[name=username]", desk.name)
    desk.page.fill("[name=password]", PASSWORD)
    desk.page.press("[name=password]", "Enter")
    expect(desk.page.get_by_role("heading", name="今日のセンター")).to_be_visible()
    desk.open("account/")
    if not script:
        expect(desk.page.locator(".capabilitymessage")).to_be_visible()


def reported(desk: Staff) -> list[int]:
    """Registrations of this month, and people: the first two figures of the report."""
    desk.open(f"events/report/?month={timezone.localdate():%Y-%m}")
    figures = desk.page.get_by_role("main").get_by_role("definition")
    return [int(figures.nth(number).inner_text().replace(",", "")) for number in (0, 1)]


def types_a_call_in(desk: Staff) -> None:
    """Two people by telephone, for the fair; first with a telephone number that lacks two digits."""
    page = desk.page
    desk.open("events/")
    page.get_by_role("main").get_by_role("link", name="ケアする人のなんでも相談会").first.click()
    page.get_by_role("link", name="申込者", exact=True).click()
    page.get_by_role("link", name="電話・FAX・窓口の申し込みを入力").click()
    page.fill("[name=name]", "電話 花子")
    page.fill("[name=kana]", "でんわ はなこ")
    page.fill("[name=phone]", "053-000-12")
    page.fill("[name=seats]", "2")
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("main")).to_contain_text("電話番号をお確かめください")
    expect(page.locator("[name=kana]")).to_have_value("でんわ はなこ")
    page.fill("[name=phone]", "053-000-1234")
    page.get_by_role("button", name="登録する").click()
    expect(desk.message).to_contain_text("電話 花子さんの参加が決まりました")
    expect(page.locator(".ev-slip .ev-code")).to_be_visible()
