"""An organisation from its registration to its merger and back, on the screens of editors and moderators only."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import pages
from tests.servers import ROOT, LiveSite

from .admin import Staff
from .conftest import staff_of

DIRECTORY = "企業の地域貢献をさがす"
NAME, SLUG = "みらい商店会", "mirai-shotenkai"
PRIVATE = "090-1234-5678"
GUIDE = "団体登録のしかた"
SUCCESSOR = "安信工業株式会社"


def add_a_directory(editor: Staff) -> None:
    editor.open("pages/")
    # The home pages of two languages have this title.
    of_japanese = editor.page.get_by_role("row").filter(has=editor.page.get_by_text("日本語", exact=True))
    of_japanese.get_by_role("link", name="ホーム", exact=True).click()
    editor.children_of_here()
    editor.page.get_by_role("link", name="子ページを追加").first.click()
    editor.page.get_by_role("link", name=re.compile("^団体一覧")).first.click()
    editor.write_title(DIRECTORY)
    editor.page.get_by_label("企業", exact=True).check()
    editor.press("公開の流れに提出")
    expect(editor.message).to_contain_text("承認を申請しました")


def register(editor: Staff, *, goes_live_at: datetime) -> None:
    editor.open("organisations/")
    editor.page.get_by_role("link", name="団体を追加").first.click()
    editor.write("名称", NAME)
    editor.page.locator("[name=facts-kind]").select_option(label="企業")
    editor.page.fill("[name=facts-slug]", SLUG)
    editor.tab("連絡先")
    row = editor.add_row("facts-contact_items", "連絡先を追加")
    row.locator("[name$=-value]").fill(PRIVATE)
    editor.tab("紹介文")
    editor.page.fill("[name=summary]", "商店街のにぎわいをつくる。")
    schedule(editor, goes_live_at)
    editor.press("公開の流れに提出")
    expect(editor.message).to_contain_text("申請")


def schedule(editor: Staff, at: datetime) -> None:
    editor.page.get_by_role("button", name="ステータスの開閉").click()
    editor.page.get_by_role("button", name="予定を入れる").click()
    editor.page.fill("[name=go_live_at]", at.strftime("%Y-%m-%d %H:%M"))
    # The calendar lies over the button: by keyboard, as after typing.
    editor.page.get_by_role("button", name="予定を保存").press("Enter")
    expect(editor.message).to_contain_text(re.compile("作成|保存|予定"))


def approve(moderator: Staff, title: str) -> None:
    moderator.open("")
    moderator.page.get_by_role("link", name=title).first.click()
    moderator.press("承認して公開")
    expect(moderator.message).to_contain_text(title)


def link_from_a_guide(editor: Staff) -> None:
    editor.find_page(GUIDE)
    text = editor.page.locator(".public-DraftEditor-content").first
    text.click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.type("くわしくは商店会")
    for _letter in "商店会":
        editor.page.keyboard.press("Shift+ArrowLeft")
    editor.page.locator("button[name=ORGANISATION]:visible").first.click()
    editor.take_from_dialog(NAME)
    editor.press("公開の流れに提出")
    expect(editor.message).to_contain_text("申請")


def merge(editor: Staff) -> None:
    editor.open("organisations/")
    editor.page.get_by_role("row", name=re.compile(NAME)).get_by_role("button").first.click()
    editor.page.get_by_role("link", name="統合").first.click()
    editor.choose(editor.page, "団体を選択", SUCCESSOR)
    editor.page.locator("main form [type=submit]").first.click()
    expect(editor.page.get_by_role("main")).to_contain_text("アドレス")
    editor.page.get_by_role("button", name=re.compile("統合")).first.click()
    expect(editor.message).to_contain_text(SUCCESSOR)


def undo_the_merge(editor: Staff) -> None:
    """By the button beside the message that it was merged."""
    editor.message.get_by_role("link", name="取り消す").click()
    editor.page.get_by_role("button", name="統合を取り消す").click()
    expect(editor.message).to_contain_text(NAME)


def let_two_days_pass(site: LiveSite) -> None:
    """Move what is scheduled into the past, and let beat's task do its work."""
    code = """
import django
django.setup()
from django.utils import timezone
from wagtail.models import Revision
from cms.core import schedules
for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
    revision.approved_go_live_at = revision.content["go_live_at"] = timezone.now()
    revision.save()
schedules.publish_scheduled(now=timezone.now())
"""
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{site.folder / 'database.sqlite3'}",
        "KAKEHASHI_VAR": str(site.folder),
    }
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, timeout=120)


class Story:
    """What was seen on the way."""

    before_its_day = 0
    in_its_directory = ""
    linked_to = ""
    old_address_leads_to = ""
    link_leads_to = ""
    after_the_undoing = ""
    leaks: list[str]


@pytest.fixture(scope="module")
def story(live_site: LiveSite, browser: Browser) -> Iterator[Story]:
    live_site.reset()
    with staff_of(live_site, browser) as log_in, pages(browser) as open_page:
        yield told(live_site, log_in("editor"), log_in("moderator"), open_page())
    live_site.reset()


def told(live_site: LiveSite, editor: Staff, moderator: Staff, visitor: Page) -> Story:
    seen = Story()
    directory = f"{live_site.url}/ja/{DIRECTORY}/"

    add_a_directory(editor)
    approve(moderator, DIRECTORY)
    register(editor, goes_live_at=datetime.now() + timedelta(days=2))
    approve(moderator, NAME)
    seen.before_its_day = visitor.goto(f"{directory}{SLUG}/").status  # type: ignore[union-attr]
    let_two_days_pass(live_site)
    visitor.goto(directory)
    seen.in_its_directory = visitor.get_by_role("main").inner_text()
    visitor.goto(f"{directory}{SLUG}/")
    old_address = visitor.url
    link_from_a_guide(editor)
    approve(moderator, GUIDE)
    seen.leaks = [path for path in places(visitor, live_site, old_address) if PRIVATE in read(visitor, path)]
    seen.linked_to = address_of_the_link(visitor, live_site)
    merge(editor)
    visitor.goto(old_address)
    seen.old_address_leads_to = visitor.get_by_role("heading", level=1).inner_text()
    visitor.goto(live_site.url + address_of_the_link(visitor, live_site))
    seen.link_leads_to = visitor.get_by_role("heading", level=1).inner_text()
    undo_the_merge(editor)
    visitor.goto(old_address)
    seen.after_the_undoing = visitor.get_by_role("heading", level=1).inner_text()
    return seen


def address_of_the_link(visitor: Page, site: LiveSite) -> str:
    visitor.goto(f"{site.url}/ja/search/?q={GUIDE}")
    visitor.get_by_role("main").get_by_role("link", name=GUIDE).first.click()
    return visitor.get_by_role("link", name="商店会", exact=True).get_attribute("href") or ""


def places(visitor: Page, site: LiveSite, own: str) -> list[str]:
    """Where a number could come out: its page, lists, searches, files for machines."""
    digits = PRIVATE.replace("-", "")
    below = ("sitemap.xml", f"ja/search/?q={PRIVATE}", f"ja/search/?q={digits}", f"ja/search/?q={NAME}", "ja/")
    return [own, own.rsplit("/", 2)[0] + "/", *(f"{site.url}/{path}" for path in below)]


def read(visitor: Page, url: str) -> str:
    """The source of a page without the search words that the visitor typed, which it repeats."""
    body = visitor.request.get(url).text()
    found = re.search(r"<main.*</main>", body, re.S)
    return re.sub(r'value="[^"]*"|「[^」]*」|<title>.*?</title>', "", found.group(0) if found else body)


def test_it_is_not_public_before_its_day(story: Story) -> None:
    assert story.before_its_day == 404


def test_it_is_in_its_directory_on_its_day(story: Story) -> None:
    assert NAME in story.in_its_directory


def test_the_guide_links_to_it(story: Story) -> None:
    assert story.linked_to.endswith(f"/{SLUG}/")


def test_the_private_number_is_nowhere(story: Story) -> None:
    assert story.leaks == []


def test_the_old_address_leads_to_the_successor(story: Story) -> None:
    assert story.old_address_leads_to == SUCCESSOR


def test_the_link_in_the_guide_leads_to_the_successor(story: Story) -> None:
    assert story.link_leads_to == SUCCESSOR


def test_a_merge_that_was_undone_gives_the_address_back(story: Story) -> None:
    assert story.after_the_undoing == NAME
