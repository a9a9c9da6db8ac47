"""The report on a page's draft, for those who may edit it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Locale, Page

from home.models import StandardPage
from plugins.multilingual.models import PlainWord
from tests.factories.events import default_site
from tests.factories.home import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    page = StandardPage(title="みほん", slug="mihon", body=[("text", "<p>これは本です。</p>")])
    home_page("ja").add_child(instance=page)
    page.save_revision().publish()
    page.body = [("text", "<p>令和7年に開催されます。これは本です。</p>")]
    page.save_revision()
    return page


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("staff", "staff@example.jp", "x"))
    return client


def shown(client, page, query="") -> str:
    response = client.get(reverse("plugins_admin:multilingual:plain", args=[page.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_draft_is_read_and_what_is_hard_is_quoted_with_what_could_stand_there(staff, page):
    html = shown(staff, page)
    assert '<q lang="ja">令和7年</q> → 2026年のように西暦で書きます。' in html
    assert '<q lang="ja">開催</q> → する・ひらく' in html
    assert "これまでの変化" in html


def test_words_of_the_centre_count(staff, page):
    PlainWord.objects.create(site=default_site(), word="本です", instead="ほんです")
    assert '<q lang="ja">本です</q> → ほんです' in shown(staff, page)


def test_staff_choose_which_kanji_are_easy(staff, page):
    page.body = [("text", "<p>愛です。</p>")]
    page.save_revision()
    assert '<q lang="ja">愛</q>' in shown(staff, page)
    assert '<q lang="ja">愛</q>' not in shown(staff, page, "?grade=4")
    assert '<q lang="ja">愛</q>' in shown(staff, page, "?grade=100")


def test_the_editor_leads_to_it(staff, page):
    url = reverse("plugins_admin:multilingual:plain", args=[page.pk])
    assert url in staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_a_page_in_another_language_is_not_checked(staff, page):
    english = Page.objects.get(pk=page.pk).specific
    english.locale = Locale.objects.get(language_code="en")
    english.save()
    assert staff.get(reverse("plugins_admin:multilingual:plain", args=[page.pk])).status_code == 404


def test_who_may_not_edit_the_page_may_not_read_its_draft(client, page):
    client.force_login(get_user_model().objects.create_user("other", "other@example.jp", "x"))
    assert client.get(reverse("plugins_admin:multilingual:plain", args=[page.pk])).status_code == 302
