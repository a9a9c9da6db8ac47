"""An editor writes an activity, a moderator publishes it, a visitor finds it by any of its words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers import LiveSite

from .admin import Staff
from .conftest import staff_of

TITLE = "みどり台みらい塾"
OLD_NAME, NEW_NAME = "むかしの企画室", "あたらしい未来課"
BODY, PARTNER = "静岡県", "みどり台自治会"
PREDECESSOR = "ジョブコーチ派遣事業"
BOXES = ("寺子屋の聞き取り", "公開講座の試行")


def register_a_renamed_department(editor: Staff) -> None:
    """The new name first: the old one names it as its successor."""
    for name, successor in ((NEW_NAME, ""), (OLD_NAME, NEW_NAME)):
        editor.open("snippets/organisations/department/add/")
        editor.choose(editor.page, "団体を選択", BODY)
        editor.write("名称", name)
        if successor:
            editor.choose(editor.page, "部署を選択", successor)
        editor.press("保存")
        expect(editor.message).to_contain_text("作成しました")


def draw_a_flowchart(editor: Staff) -> None:
    editor.add_block("body", "流れ図")
    chart = editor.page.locator("[data-contentpath=body]")
    nodes, arrows = chart.locator("[data-contentpath=nodes]"), chart.locator("[data-contentpath=arrows]")
    expect(nodes.locator("[name$=-key]")).to_have_count(1)
    editor.add_item(nodes, "[name$=-key]")
    for number, text in enumerate(BOXES):
        editor.page.fill(f"#body-0-value-nodes-{number}-value-key", "AB"[number])
        editor.page.fill(f"#body-0-value-nodes-{number}-value-text", text)
    editor.add_item(arrows, "[name$=-source]")
    editor.page.fill("#body-0-value-arrows-0-value-source", "A")
    editor.page.fill("#body-0-value-arrows-0-value-target", "B")


def name_two_partners(editor: Staff) -> None:
    editor.tab("関わった団体")
    row = editor.add_row("partner_lines", "関わった団体を追加")
    editor.choose(row, "団体を選択", BODY)
    editor.choose(row, "部署を選択", OLD_NAME)
    row = editor.add_row("partner_lines", "関わった団体を追加")
    editor.write("名称", PARTNER, within=row)


def name_the_predecessor(editor: Staff) -> None:
    editor.tab("年度と系図")
    editor.write("開始年度", "H26")
    row = editor.add_row("predecessor_links", "前身を追加")
    editor.choose(row, "ページを選択", PREDECESSOR)


def write_and_publish(log_in: Callable[..., Staff]) -> None:
    editor = log_in("editor")
    register_a_renamed_department(editor)
    editor.add_page("活動をさがす")
    editor.write_title(TITLE)
    editor.write("要約", "地域のこれからを話し合う場をつくった。")
    assert editor.page.evaluate("jQuery.fx.off"), "blocks slide open, and a click on them is lost"
    draw_a_flowchart(editor)
    name_two_partners(editor)
    name_the_predecessor(editor)
    assert editor.sideways == 0, "the form is pushed under the menu"
    editor.press("公開の流れに提出")
    expect(editor.message).to_contain_text("承認を申請しました")
    moderator = log_in("moderator")
    moderator.open("")
    moderator.page.get_by_role("link", name=TITLE).first.click()
    moderator.press("承認して公開")
    expect(moderator.message).to_contain_text(TITLE)


@pytest.fixture(scope="module")
def written(live_site: LiveSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows of the site with the activity, written by an editor and published by a moderator on their screens."""
    live_site.reset()
    with staff_of(live_site, browser) as log_in:
        write_and_publish(log_in)
    return live_site.keep(tmp_path_factory.mktemp("activity") / "database.sqlite3")


@pytest.fixture
def published(site: LiveSite, written: Path) -> None:
    site.reset(written)


def test_an_activity_made_in_the_admin_is_found_by_any_of_its_words(
    published: None, site: LiveSite, visitor: Page
) -> None:
    missed = []
    for words in (TITLE, BODY, PARTNER, OLD_NAME, NEW_NAME, PREDECESSOR, *BOXES):
        visitor.goto(f"{site.url}/ja/search/?q={words}")
        if not visitor.get_by_role("main").get_by_role("link", name=TITLE).count():
            missed.append(words)
    assert missed == []


def test_the_page_of_the_activity_shows_all_of_it(published: None, site: LiveSite, visitor: Page) -> None:
    visitor.goto(f"{site.url}/ja/search/?q={TITLE}")
    visitor.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    shown = visitor.get_by_role("main").inner_text()
    expected = (TITLE, BODY, PARTNER, OLD_NAME, NEW_NAME, PREDECESSOR, *BOXES, "平成26年度")
    assert [words for words in expected if words not in shown] == []


def test_a_draft_is_found_by_nobody(log_in: Callable[..., Staff], site: LiveSite, visitor: Page) -> None:
    editor = log_in("editor")
    editor.add_page("活動をさがす")
    editor.write_title(TITLE)
    editor.press("下書きを保存")
    expect(editor.message).to_contain_text(TITLE)
    visitor.goto(f"{site.url}/ja/search/?q={TITLE}")
    assert not visitor.get_by_role("main").get_by_role("link", name=TITLE).count()
