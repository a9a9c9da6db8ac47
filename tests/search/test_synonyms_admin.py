"""Staff keep the synonyms in the admin, and the page chooser knows Japanese."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from cms.search.models import SynonymClass

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


@pytest.fixture
def url():
    return lambda name: reverse(f"wagtailsnippets_kakehashi_search_synonymclass:{name}")


def test_the_list_shows_the_words(admin_client, url):
    assert "子ども = 子供 = こども" in admin_client.get(url("list")).content.decode()


def test_new_synonyms_are_saved(admin_client, url):
    admin_client.post(url("add"), {"words": "おやこひろば\nゆりかご", "note": "", "site": ""})
    assert SynonymClass.objects.filter(words="おやこひろば\nゆりかご").exists()


def test_one_word_is_refused_and_kept(admin_client, url):
    response = admin_client.post(url("add"), {"words": "おやこひろば", "note": "", "site": ""})
    assert response.status_code == 200
    assert "ことばを2つ以上書いてください" in response.content.decode()
    assert "おやこひろば" in response.content.decode()


@pytest.mark.parametrize("query", ["成金", "じょせい", '"', "成", ":*", "あ" * 10_000])
def test_the_page_chooser_answers(admin_client, query):
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=Page(title="助成金のさがし方", slug="josei"))
    response = admin_client.get(
        reverse("wagtailadmin_choose_page_search"), {"q": query, "page_type": "wagtailcore.Page"}
    )
    assert response.status_code == 200
    assert ("助成金のさがし方" in response.content.decode()) == (query in {"成金", "成"})
