"""When pages appear and go: lists say it, and whoever writes such a time hears what it does not do yet."""

from datetime import timedelta
from functools import cache

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from cms.core import schedules
from home.models import StandardPage
from tests.factories.home import StandardPageFactory, home_page
from tests.factories.organisations import staff

pytestmark = pytest.mark.django_db

ONLY_WRITTEN, FOR_OTHERS = "まだ有効ではありません。", "ほかの言語のページは公開されたままです"


def later(**ahead):
    return (timezone.localtime() + timedelta(**ahead)).strftime("%Y-%m-%d %H:%M")


def typed(**changes):
    return {
        "title": "休館", "slug": "closed", "lead": "", "body-count": 0, "seo_title": "", "search_description": "",
        "social_image": "", "keywords": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    } | changes  # fmt: skip


@pytest.fixture
def page():
    made = StandardPageFactory(slug="closed", title="休館", draft=True)
    made.save_revision()
    return made


@pytest.fixture
def saved(client, page):
    """What a member of the staff is told after saving the page with what is given."""
    person = cache(staff)

    def told(role="manager", **changes):
        client.force_login(person(role))
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(address, typed(**changes), follow=True).content.decode()

    return told


def listed(client, where="wagtailadmin_explore", *args):
    return client.get(reverse(where, args=args or [home_page().pk])).content.decode()


def test_times_that_are_only_written_down_are_said_to_hold_not_yet(saved, page):
    assert f"{ONLY_WRITTEN}「下書きを保存」の横の矢印から" in saved(go_live_at=later(days=3))
    page.refresh_from_db()
    assert page.scheduled_revision is None


def test_who_may_not_publish_hears_that_somebody_has_to_approve(saved):
    assert f"{ONLY_WRITTEN}公開の流れに提出してください。" in saved("editor", expire_at=later(days=3))


def test_a_new_page_with_a_time_is_told_of_too(client):
    client.force_login(staff("manager"))
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    assert ONLY_WRITTEN in client.post(address, typed(go_live_at=later(days=3)), follow=True).content.decode()


def test_control_without_a_time_or_once_it_holds_nothing_is_said(saved):
    assert ONLY_WRITTEN not in saved()
    times = {"go_live_at": later(days=3), "expire_at": later(days=9)}
    assert ONLY_WRITTEN not in saved(**times, **{"action-publish": "1"})


def test_new_words_of_a_public_page_leave_its_time_as_it_holds(saved):
    ends = later(days=9)
    saved(expire_at=ends, **{"action-publish": "1"})
    assert ONLY_WRITTEN not in saved(expire_at=ends, lead="年末です。")
    assert ONLY_WRITTEN in saved(expire_at=later(days=10))


def test_what_the_browser_saves_by_itself_leaves_no_message_behind(client, page):
    client.force_login(staff("manager"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, typed(go_live_at=later(days=3)), headers={"Accept": "application/json"})
    assert answer.json()["success"] is True
    assert ONLY_WRITTEN not in client.get(address).content.decode()


def test_an_end_that_pages_in_other_languages_do_not_share_is_said(saved, page):
    page.save_revision().publish()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    ends = later(days=9)
    told = saved(expire_at=ends, **{"action-publish": "1"})
    assert f"{FOR_OTHERS}(English)" in told
    english.expire_at = StandardPage.objects.get(pk=page.pk).expire_at
    english.save_revision().publish()
    assert FOR_OTHERS not in saved(expire_at=ends, lead="年末です。", **{"action-publish": "1"})


def test_the_list_says_when_a_page_appears_and_when_it_goes(client, saved):
    saved(go_live_at=later(days=3), expire_at=later(days=9), **{"action-publish": "1"})
    shown = listed(client)
    assert (shown.count("に公開</small>"), shown.count("に公開を終了</small>")) == (1, 1)


def test_the_list_says_until_when_a_public_page_is_there_and_when_it_went(client, saved, page):
    saved(expire_at=later(days=9), **{"action-publish": "1"})
    shown = listed(client)
    assert ("に公開を終了</small>" in shown, "に公開</small>" in shown) == (True, False)
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    schedules.publish_scheduled(now=timezone.now())
    assert "に公開を終えました</small>" in listed(client)


def test_a_search_in_the_list_of_pages_names_no_none(client, page):
    client.force_login(staff("manager"))
    shown = client.get(reverse("wagtailadmin_pages:search"), {"q": "休館"}).content.decode()
    assert "休館" in shown
    assert "None" not in shown.partition("<thead>")[2].partition("</thead>")[0]
