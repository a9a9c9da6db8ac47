"""Blocks as editors and visitors meet them in a real browser."""

import json

import pytest
from django.db import connection
from wagtail.models import Page

from cms.accounts.models import User
from cms.core.blocks.activity import activity_blocks
from cms.core.blocks.streams import KeepingStreamBlock
from home.models import StandardPage
from tests.factories.home import StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ABSENT = {
    "value": {"z": 1, "a": ["ん", None]},
    "type": "weather__forecast",
    "id": "4f2c9c52-2f4b-4f0e-8f43-0d6b3f7f4a55",
}


def stored(page):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM home_standardpage WHERE page_ptr_id = %s", [page.pk])
        value = cursor.fetchone()[0]
    return json.loads(value) if isinstance(value, str) else value


@pytest.fixture
def absent_page(db):
    """A page whose body holds a block of a plugin that is not there."""
    made = StandardPageFactory(title="天気のある案内", slug="tenki")
    made.body = [ABSENT]
    made.save_revision().publish()
    return made


@pytest.fixture
def editing(live_server, page, absent_page):
    """The edit page of that page, opened by a member of staff."""
    User.objects.create_superuser("chief", "chief@example.jp", "a-long-password")
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("[name=username]", "chief")
    page.fill("[name=password]", "a-long-password")
    page.click("button[type=submit]")
    page.goto(f"{live_server.url}/admin/pages/{absent_page.pk}/edit/")
    page.wait_for_selector("[name='body-0-value']", state="attached")
    return page


def test_editor_reads_why_a_block_is_missing_and_publishing_keeps_it(editing, console_errors, absent_page):
    assert "停止中または取り外されたプラグイン" in editing.inner_text("[data-streamfield-child]")
    editing.fill("[name=title]", "新しい題")
    with editing.expect_navigation():
        editing.locator("button[name='action-publish']").dispatch_event("click")
    assert Page.objects.get(pk=absent_page.pk).title == "新しい題"
    assert json.dumps(stored(absent_page)) == json.dumps([ABSENT])
    assert console_errors == []


def test_picker_does_not_offer_to_add_a_missing_block(editing):
    editing.click("[data-streamfield-stream-container] .c-sf-add-button >> nth=0")
    editing.wait_for_selector("[role=option]")
    offered = editing.locator("[role=option]").all_inner_texts()
    assert any("リード文" in text for text in offered)
    assert not any("いまは使えない部品" in text for text in offered)


@pytest.fixture
def every_block(live_server, monkeypatch):
    """The address of a page with every block that has a preview."""
    block = KeepingStreamBlock(activity_blocks())
    monkeypatch.setitem(StandardPage._meta.get_field("body").__dict__, "stream_block", block)
    made = StandardPageFactory(title="部品の見本", slug="buhin")
    made.body = [
        {"type": name, "value": child.get_prep_value(child.get_preview_value())}
        for name, child in block.child_blocks.items()
        if hasattr(child.meta, "preview_value")
    ]
    made.save_revision().publish()
    return f"{live_server.url}/ja/buhin/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_block_is_accessible_and_fits(every_block, new_page, assert_no_axe_violations, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(every_block)
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_no_axe_violations(page)
