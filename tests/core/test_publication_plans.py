"""When pages appear and go: lists say it, and whoever writes such a time hears what it does not do yet."""

from datetime import timedelta
from functools import cache

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale, Site

from cms.core import moderation, schedules
from cms.core.models import SiteLanguages
from home.models import StandardPage
from tests.factories.home import StandardPageFactory, home_page
from tests.factories.organisations import staff
from tests.taking_off import take_off

pytestmark = pytest.mark.django_db

ONLY_WRITTEN, FOR_OTHERS = "まだ有効ではありません。", "ほかの言語のページは公開されたままです"
ONCE_APPROVED = "日時は、ページが承認されると有効になります。"
SUBMIT = {"action-submit": "1"}


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


@pytest.fixture
def workflow(db):
    return moderation.ensure_workflow(site=Site.objects.get(is_default_site=True))


def decided(how):
    return {"action-workflow-action": "1", "workflow-action-name": how}


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


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_who_has_just_handed_a_page_in_hears_only_that_it_waits_for_approval(saved, workflow, role):
    told = saved(role, go_live_at=later(days=3), **SUBMIT)
    assert (ONCE_APPROVED in told, ONLY_WRITTEN in told) == (True, False)


def test_who_hands_a_page_in_once_more_hears_that_it_waits_for_approval(saved, workflow):
    saved("manager", go_live_at=later(days=3), **SUBMIT)
    told = saved("manager", go_live_at=later(days=4), **{"action-restart-workflow": "1"})
    assert (ONCE_APPROVED in told, ONLY_WRITTEN in told) == (True, False)


def test_a_new_page_that_is_handed_in_waits_for_approval(client, workflow):
    client.force_login(staff("editor"))
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    told = client.post(address, typed(go_live_at=later(days=3), **SUBMIT), follow=True).content.decode()
    assert (ONCE_APPROVED in told, ONLY_WRITTEN in told) == (True, False)


@pytest.mark.parametrize("times", [{"go_live_at": later(days=4)}, {"expire_at": later(days=9)}])
def test_who_changes_and_approves_in_one_step_has_the_times_hold(saved, page, workflow, times):
    saved("editor", go_live_at=later(days=3), **SUBMIT)
    told = saved("moderator", **times, **decided("approve"))
    page.refresh_from_db()
    assert page.live is ("expire_at" in times)
    assert (ONCE_APPROVED in told, ONLY_WRITTEN in told) == (False, False)


def test_who_sends_a_page_back_is_told_nothing_and_its_author_to_hand_it_in(saved, workflow):
    saved("editor", go_live_at=later(days=3), **SUBMIT)
    told = saved("moderator", go_live_at=later(days=4), **decided("reject"))
    assert (ONCE_APPROVED in told, ONLY_WRITTEN in told) == (False, False)
    assert ONLY_WRITTEN in saved("editor", go_live_at=later(days=4))


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
    assert FOR_OTHERS not in saved(expire_at=ends, lead="年度末です。")
    english.expire_at = StandardPage.objects.get(pk=page.pk).expire_at
    english.save_revision().publish()
    assert FOR_OTHERS not in saved(expire_at=ends, lead="年末です。", **{"action-publish": "1"})


def test_several_languages_are_listed_as_japanese_lists_them(saved, page):
    SiteLanguages.objects.create(site=Site.objects.get(is_default_site=True), codes=["ja", "en", "vi"])
    page.save_revision().publish()
    for code in ("en", "vi"):
        locale, _made = Locale.objects.get_or_create(language_code=code)
        page.copy_for_translation(locale, copy_parents=True).save_revision().publish()
    told = saved(expire_at=later(days=9), **{"action-publish": "1"})
    assert f"{FOR_OTHERS}(English、Tiếng Việt)" in told


def test_the_list_says_when_a_page_appears_and_when_it_goes(client, saved):
    saved(go_live_at=later(days=3), expire_at=later(days=9), **{"action-publish": "1"})
    shown = listed(client)
    assert (shown.count("に公開</small>"), shown.count("に公開を終了</small>")) == (1, 1)


def spoken(page, name):
    return date_format(timezone.localtime(getattr(page, name)), "DATE_FORMAT")


def test_a_draft_leaves_in_the_list_the_times_that_hold(client, saved, page):
    saved(go_live_at=later(days=3), expire_at=later(days=9), **{"action-publish": "1"})
    page.refresh_from_db()
    hold = [spoken(page, "go_live_at"), spoken(page, "expire_at")]
    page.go_live_at, page.expire_at = (timezone.now() + timedelta(days=days) for days in (5, 12))
    page.save()
    page.save_revision()
    shown = listed(client)
    assert [date in shown for date in hold] == [True, True]
    assert [spoken(page, name) in shown for name in ("go_live_at", "expire_at")] == [False, False]


@pytest.mark.parametrize(("comes", "version_counts"), [(3, True), (10, False)])
def test_a_public_page_goes_when_the_version_to_come_says_unless_it_goes_before(
    client, saved, page, comes, version_counts
):
    saved(expire_at=later(days=9), **{"action-publish": "1"})
    saved(go_live_at=later(days=comes), expire_at=later(days=12), **{"action-publish": "1"})
    page.refresh_from_db()
    shown = listed(client)
    ends = [spoken(version, "expire_at") in shown for version in (page.get_scheduled_revision_as_object(), page)]
    assert ends == [version_counts, not version_counts]


def test_a_list_asks_once_for_all_pages_that_wait(client, saved, query_count):
    def schedule(slug):
        StandardPageFactory(
            slug=slug, draft=True, go_live_at=timezone.now() + timedelta(days=3)
        ).save_revision().publish()

    client.force_login(staff("manager"))
    none = query_count(lambda: listed(client))
    schedule("first")
    one = query_count(lambda: listed(client))
    for number in range(4):
        schedule(f"further-{number}")
    assert (one - none, query_count(lambda: listed(client)) - one) == (1, 0)
    assert listed(client).count("に公開</small>") == 5


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


# Taken off by hand ---------------------------------------------------------------------------------------------

STAYS = "ほかの言語のページは公開されたままです"


def test_who_takes_a_page_off_hears_in_which_languages_it_stays(client, page):
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
    told = take_off(client, page)
    assert f"{STAYS}(English)" in told
    assert StandardPage.objects.get(pk=page.pk).live is False


def test_who_takes_many_off_hears_it_once(client, page):
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
    assert take_off(client, page, StandardPageFactory(slug="other")).count(STAYS) == 1


def test_who_takes_a_branch_off_hears_it_of_what_is_below(client, page):
    page.save_revision().publish()
    child = StandardPageFactory(slug="below", parent=page)
    page.copy_for_translation(Locale.objects.get(language_code="en"))
    child.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
    assert STAYS not in take_off(client, page)
    page.save_revision().publish()
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    told = client.post(address, {"include_descendants": "on"}, follow=True).content.decode()
    assert f"{STAYS}(English)" in told


def test_a_language_that_is_off_stays_public_for_nobody(client, page):
    page.save_revision().publish()
    page.copy_for_translation(Locale.objects.get(language_code="en")).save_revision().publish()
    SiteLanguages.objects.create(site=Site.objects.get(is_default_site=True), codes=["ja", "vi"])
    assert STAYS not in take_off(client, page)


def test_control_a_page_in_one_language_is_taken_off_without_a_word(client, page):
    page.save_revision().publish()
    assert STAYS not in take_off(client, page)
