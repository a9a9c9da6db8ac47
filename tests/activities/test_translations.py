"""Facts exist once, on the page in the source language; translations read them there."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction, Site

from activities import of_organisation
from activities.models import ActivityPage
from cms.core.models import Keyword, SiteLanguages
from tests.factories.activities import ActivityFactory, with_facts
from tests.factories.home import home_page
from tests.factories.organisations import OrganisationFactory, staff

from .forms import posted


@pytest.fixture
def english(db):
    return Locale.objects.get(language_code="en")


@pytest.fixture
def pair(activity_index, english):
    """A Japanese activity with facts and its live English translation."""
    home_page("en")
    source = with_facts(ActivityFactory(parent=activity_index, title="川の掃除", slug="river"))
    activity_index.copy_for_translation(english).save_revision().publish()
    translation = source.copy_for_translation(english)
    translation.title = "Cleaning the river"
    translation.save_revision().publish()
    return source, ActivityPage.objects.get(pk=translation.pk)


def test_copying_for_translation_leaves_the_facts_behind(pair):
    _source, translation = pair
    assert not translation.partner_lines.exists()
    assert not translation.numbers.exists()
    assert not translation.tagged_items.exists()
    assert translation.start_fy is None


def test_an_ordinary_copy_takes_the_facts_along(pair):
    source, _translation = pair
    copy = source.copy(update_attrs={"slug": "copy", "title": "写し"})
    assert copy.partner_lines.count() == 1
    assert copy.start_fy == source.start_fy


def test_a_translation_shows_the_facts_of_its_source(pair, client):
    content = client.get("/en/activities/river/").content.decode()
    assert "Cleaning the river" in content
    assert "FY2010–2012" in content
    assert "about 90 people" in content


def test_changed_facts_show_at_once_in_the_translation(pair, client):
    source, _translation = pair
    source.end_fy = 2015
    source.save_revision().publish()
    assert "FY2010–2015" in client.get("/en/activities/river/").content.decode()


def test_a_translation_without_a_live_source_is_not_there(pair, client):
    source, _translation = pair
    source.unpublish()
    assert client.get("/en/activities/river/").status_code == 404


def test_a_translation_of_a_closed_source_is_closed(pair, client):
    PageViewRestriction.objects.create(page=pair[0], restriction_type="login")
    answer = client.get("/en/activities/river/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/_util/login/?next=/en/activities/river/")


def test_a_translation_whose_facts_are_closed_is_not_there(pair, client):
    """Where it is not closed itself, as rows may say that were written by hand."""
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=pair[0], restriction_type="login")])
    assert client.get("/en/activities/river/").status_code == 404


def test_the_list_shows_each_activity_once_in_the_visitors_language(pair, client):
    ActivityFactory(parent=pair[0].get_parent().specific, title="訳のない活動")
    content = client.get("/en/activities/").content.decode()
    assert content.count("Cleaning the river") == 1
    assert "川の掃除" not in content
    assert 'lang="ja"' in content
    assert "訳のない活動" in content


@pytest.fixture
def in_vietnamese(db):
    SiteLanguages.objects.create(site=Site.objects.get(), codes=["ja", "en", "vi"])


@pytest.mark.parametrize("path", ["/vi/activities/", "/vi/activities/?q=川", "/vi/activities/lineage/"])
def test_lists_show_who_reads_neither_language_english_words(pair, in_vietnamese, client, path):
    content = client.get(path).content.decode().replace("<wbr>", "")
    assert "Cleaning the river" in content
    assert "川の掃除" not in content


def test_an_organisation_tells_who_reads_neither_language_in_english_what_it_did(pair, in_vietnamese, client):
    row, source = OrganisationFactory(), pair[0]
    with_facts(source, organisation=row)
    with translation.override("vi"):
        (took_part,) = of_organisation.read(organisation=row, request=RequestFactory().get("/")).rows
    assert (took_part.title, took_part.lang) == ("Cleaning the river", "en")


def test_the_editor_of_a_translation_sees_facts_without_fields(pair, client):
    client.force_login(staff("editor"))
    response = client.get(f"/admin/pages/{pair[1].pk}/edit/")
    assert response.status_code == 200
    form = response.context["form"]
    assert "start_fy" not in form.fields
    assert "partner_lines" not in form.formsets
    assert f"/admin/pages/{pair[0].pk}/edit/" in response.content.decode()


def test_saving_a_translation_changes_no_fact(pair, client):
    source, translation = pair
    client.force_login(staff("moderator"))
    data = posted(action="publish", title="The river", slug="river", start_fy="1999")
    response = client.post(f"/admin/pages/{translation.pk}/edit/", data)
    assert response.status_code == 302
    translation.refresh_from_db()
    assert (translation.title, translation.start_fy) == ("The river", None)
    assert ActivityPage.objects.get(pk=source.pk).partner_lines.count() == 1


def test_deleting_the_source_says_that_the_translation_goes_too(pair, client):
    client.force_login(staff("moderator"))
    response = client.get(f"/admin/pages/{pair[0].pk}/delete/")
    assert response.context["translation_count"] == 1


def test_deleting_the_source_deletes_the_translation(pair, client):
    client.force_login(staff("moderator"))
    assert client.post(f"/admin/pages/{pair[0].pk}/delete/").status_code == 302
    assert not ActivityPage.objects.exists()


def test_deleting_a_translation_leaves_the_source(pair, client):
    client.force_login(staff("moderator"))
    client.post(f"/admin/pages/{pair[1].pk}/delete/")
    assert list(ActivityPage.objects.all()) == [pair[0]]


def test_bulk_deletion_does_not_orphan_translations(pair, client):
    client.force_login(staff("moderator"))
    response = client.post(f"/admin/bulk/wagtailcore/page/delete/?id={pair[0].pk}", follow=True)
    assert ActivityPage.objects.count() == 2
    assert "翻訳" in response.content.decode()


def test_an_activity_is_first_written_in_the_source_language(pair, client):
    index = pair[1].get_parent()
    client.force_login(staff("moderator"))
    assert client.get(f"/admin/pages/add/activities/activitypage/{index.pk}/").status_code in (302, 403)


@pytest.mark.parametrize("address", ["/en/search/?q=掃除", "/en/keywords/mizube/"])
def test_lists_of_results_show_the_words_of_the_translation(pair, client, address):
    source, _translation = pair
    source.keywords.add(Keyword.objects.create(name="水辺", slug="mizube", name_en="Waterside"))
    source.save_revision().publish()
    content = client.get(address).content.decode()
    assert 'href="/en/activities/river/"' in content
    assert "the river" in content
    assert "川の掃除" not in content


def test_keywords_of_activities_stand_under_latin_letters_in_english(activity_index, client):
    page = ActivityFactory(parent=activity_index, slug="river")
    page.keywords.add(Keyword.objects.create(name="水辺", reading="みずべ", slug="mizube", name_en="Waterside"))
    page.save_revision().publish()
    content = client.get("/en/activities/keywords/").content.decode()
    assert "Waterside" in content
    assert "A–Z" in content
    assert ">ま<" not in content


def test_departments_stand_apart_from_their_role_in_english(activity_index, rf):
    organisation = OrganisationFactory()
    page = with_facts(ActivityFactory(parent=activity_index), organisation=organisation)
    page.partner_lines.update(department_name="環境課")
    with translation.override("en"):
        (row,) = of_organisation.read(organisation=organisation, request=rf.get("/en/")).rows
    assert row.roles == 'co-hosted it (<span lang="ja">環境課</span>)'
