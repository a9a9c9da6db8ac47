"""A guide on its way into English, in a browser: written by an editor, published by a moderator, seen by a visitor."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cms.core import roles
from cms.core.models import StaffRole
from home.models import GuideIndexPage, GuidePage

from .translation_pages import locale, publish, say, site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-password"
PHONE = {"width": 360, "height": 740}
ENGLISH = {
    "高校に入るまで": "Getting into high school", "外国から来た家族のための案内です。": "For families from abroad.",
    "相談する": "Ask for advice", "まず、センターに来てください。": "First, come to the centre.",
    "予約はいりません。": "No booking is needed.", "予約が必要です。": "Please book first.",
}  # fmt: skip


@pytest.fixture
def guide(django_user_model) -> GuidePage:
    home = site().root_page
    if not home.get_translations().filter(locale__language_code="en").exists():
        publish(home.copy_for_translation(locale("en")))
    roles.grant(site=site())
    for role in ("editor", "moderator"):
        person = django_user_model.objects.create_user(username=role, email=f"{role}@example.jp", password=PASSWORD)
        person.groups.add(StaffRole.objects.get(key=role).group)
    index = home.add_child(instance=GuideIndexPage(title="手続きの案内", slug="guides"))
    publish(index)
    page = GuidePage(
        title="高校に入るまで", slug="high-school", lead="外国から来た家族のための案内です。",
        steps=[("step", {"title": "相談する", "summary": "", "body": [
            ("text", "<p>まず、センターに来てください。</p><p><b>予約はいりません。</b></p>")]})],
    )  # fmt: skip
    index.add_child(instance=page)
    publish(page)
    return GuidePage.objects.get(pk=page.pk)


@pytest.fixture
def log_in(live_server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    def person(name: str) -> Page:
        page = new_page()
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return person


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def translate(page: Page) -> None:
    """Write the English beside every Japanese text that has none."""
    expect(page.locator("fieldset.tr-piece--open").first).to_be_visible()
    for piece in page.locator("fieldset.tr-piece--open").all():
        japanese = piece.locator(".tr-source .tr-plain, .tr-source p:last-child").last.inner_text()
        words = japanese
        for said, english in ENGLISH.items():
            words = words.replace(said, english)
        piece.locator("textarea").fill(words)


def test_a_guide_goes_into_english_and_follows_its_source(
    live_server, guide: GuidePage, log_in, new_page, assert_no_axe_violations
) -> None:
    editor = log_in("editor")
    editor.goto(f"{live_server.url}/admin/pages/{guide.pk}/edit/")
    editor.locator("footer [data-w-dropdown-target=toggle]").first.click()
    editor.get_by_role("link", name="ほかの言語へ翻訳する").first.click()
    expect(editor.get_by_role("table", name="このページの言語")).to_be_visible()
    shot(editor, "languages")
    editor.get_by_role("checkbox", name="English").check()
    editor.get_by_role("button", name="選んだ言語へ翻訳する").click()
    translate(editor)
    shot(editor, "translate")
    editor.get_by_role("button", name="公開の確認に出す").click()
    expect(editor.get_by_text("公開の担当者に確認をお願いしました。")).to_be_visible()

    visitor = new_page()
    visitor.goto(f"{live_server.url}/en/guides/high-school/")
    expect(visitor.locator("h1")).to_have_text(re.compile("高校に"))
    expect(visitor.get_by_text("not yet available")).to_be_visible()

    moderator = log_in("moderator")
    moderator.goto(f"{live_server.url}/admin/plugins/multilingual/pages/{guide.pk}/en/")
    moderator.get_by_role("button", name="公開する", exact=True).click()
    expect(moderator.get_by_text("Englishのページを公開しました。")).to_be_visible()
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("Getting into high school")
    expect(visitor.get_by_text("This translation is older.")).to_have_count(0)

    say(guide, steps=[("step", {"title": "相談する", "summary": "", "body": [
        ("text", "<p>まず、センターに来てください。</p><p><b>予約が必要です。</b></p>")]})])  # fmt: skip
    visitor.reload()
    expect(visitor.get_by_text("This translation is older.")).to_be_visible()
    shot(visitor, "older")
    assert_no_axe_violations(visitor)
    expect(visitor.locator(".notice").get_by_role("link", name="日本語")).to_be_visible()

    moderator.goto(f"{live_server.url}/admin/plugins/multilingual/pages/{guide.pk}/")
    expect(moderator.locator(".tr-state", has_text="古い")).to_be_visible()
    moderator.get_by_role("link", name="変わったところを見る").click()
    shot(moderator, "changes")
    moderator.get_by_role("button", name="変わったところを翻訳する").click()
    shot(moderator, "translate-again")
    translate(moderator)
    moderator.get_by_role("button", name="公開する", exact=True).click()
    visitor.reload()
    expect(visitor.get_by_text("This translation is older.")).to_have_count(0)
    moderator.goto(f"{live_server.url}/admin/plugins/multilingual/translations/?state=all")
    shot(moderator, "report")
    moderator.set_viewport_size(PHONE)
    moderator.goto(f"{live_server.url}/admin/plugins/multilingual/pages/{guide.pk}/en/")
    shot(moderator, "translate-phone")
