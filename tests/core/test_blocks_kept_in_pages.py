"""Pages with blocks of a plugin that is not there: edited, revised, compared, copied and translated in the admin."""

import json

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Locale, ReferenceIndex, Site
from wagtail.test.utils.form_data import nested_form_data

from cms.accounts.models import User
from home.models import HomePage

ABSENT = {
    "value": {"z": 1, "a": ["ん", None]},
    "type": "weather__forecast",
    "id": "4f2c9c52-2f4b-4f0e-8f43-0d6b3f7f4a55",
}


@pytest.fixture
def page(db):
    root = Site.objects.get(is_default_site=True).root_page
    home = HomePage(title="ためし", slug="tameshi", locale=root.locale)
    root.get_root().add_child(instance=home)
    store(home, [ABSENT])
    home.refresh_from_db()
    return home


@pytest.fixture
def staff(client, db):
    client.force_login(User.objects.create_superuser("chief", "chief@example.jp", "x"))
    return client


def store(page, items):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE home_homepage SET doors = %s WHERE page_ptr_id = %s", [json.dumps(items), page.pk])


def stored(page):
    with connection.cursor() as cursor:
        cursor.execute("SELECT doors FROM home_homepage WHERE page_ptr_id = %s", [page.pk])
        value = cursor.fetchone()[0]
    return json.loads(value) if isinstance(value, str) else value


def posted(page, **more):
    block = page.doors.stream_block
    state = block.get_form_state(page.doors)
    parts = {"count": str(len(state))}
    for index, item in enumerate(state):
        parts[str(index)] = {
            "type": item["type"], "value": item["value"], "id": item["id"] or "", "order": str(index), "deleted": "",
        }  # fmt: skip
    return nested_form_data(
        {
            "title": page.title, "slug": page.slug, "headline": page.headline, "lead": page.lead, "hero_image": "",
            "seo_title": "", "search_description": "", "social_image": "", "doors": parts,
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "0"},
            **more,
        }
    )  # fmt: skip


def edit(staff, page, **more):
    response = staff.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **more))
    page.refresh_from_db()
    return response


def test_edit_form_shows_the_note_and_carries_the_data(staff, page):
    html = staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "kakehashi.KeepingStreamBlock" in html
    assert "js/admin/keeping_stream.js" in html
    assert "weather__forecast" in html


def test_publishing_the_edit_form_keeps_the_block_to_the_byte(staff, page):
    response = edit(staff, page, headline="あたらしい見出し", **{"action-publish": "1"})
    assert response.status_code == 302
    assert page.headline == "あたらしい見出し"
    sort = connection.vendor == "postgresql"  # jsonb puts keys in an order of its own
    assert json.dumps(stored(page), sort_keys=sort) == json.dumps([ABSENT], sort_keys=sort)


def test_revision_keeps_the_block(staff, page):
    edit(staff, page)
    revision = page.latest_revision
    assert json.loads(revision.content["doors"]) == [ABSENT]
    revision.publish()
    assert stored(page) == [ABSENT]


def test_comparing_two_revisions_works(staff, page):
    edit(staff, page)
    first = page.latest_revision
    store(page, [])
    page.refresh_from_db()
    edit(staff, page)
    second = page.latest_revision
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    assert staff.get(address).status_code == 200


def test_copy_keeps_the_block(page):
    assert stored(page.copy(update_attrs={"slug": "utsushi"})) == [ABSENT]


def test_copy_for_translation_keeps_the_block(page):
    english, _created = Locale.objects.get_or_create(language_code="en")
    assert stored(page.copy_for_translation(english, copy_parents=True)) == [ABSENT]


def test_indexing_references_leaves_the_block_out(page):
    ReferenceIndex.create_or_update_for_object(page)
    assert not ReferenceIndex.get_references_for_object(page).filter(model_path__startswith="doors").exists()


def test_page_with_the_block_is_searchable_by_its_other_words(page):
    assert page.doors.stream_block.get_searchable_content(page.doors) == []
