"""Keywords: found as they are typed, merged and renamed without losing anything."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, Page

from cms.accounts.models import User
from cms.core.keywords import services
from cms.core.keywords.forms import KeywordField, KeywordForm
from cms.core.keywords.usage import usage_by_kind, with_usage
from cms.core.keywords.words import known_names, suggested
from cms.core.models import FormerKeyword, Keyword
from home.models import GuidePage
from tests.factories.home import GuidePageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = User.objects.create_superuser("chief", "chief@example.jp", "x")
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def disability():
    return Keyword.objects.create(
        name="障害", reading="しょうがい", name_en="disability", synonyms="障碍, ハンディキャップ"
    )


@pytest.fixture
def other():
    return Keyword.objects.create(name="障がい", reading="しょうがい")


def tag(page, *names):
    page.keywords.add(*names)
    page.save_revision().publish()
    return page


def names_on(page):
    return sorted(keyword.name for keyword in type(page).objects.get(pk=page.pk).keywords.all())


# Merging ------------------------------------------------------------------------------------------------------


def test_merge_moves_everything_of_every_kind(disability, other):
    guide, publication = tag(GuidePageFactory(), "障がい"), tag(PublicationPageFactory(), "障がい")
    assert services.merge(source=other, target=disability, by=None) == 2
    assert (names_on(guide), names_on(publication)) == (["障害"], ["障害"])


def test_merge_leaves_one_link_on_what_carried_both(disability, other):
    guide = tag(GuidePageFactory(), "障がい", "障害")
    services.merge(source=other, target=disability, by=None)
    assert names_on(guide) == ["障害"]


def test_merge_survives_publishing_the_latest_revision_again(disability, other):
    guide = tag(GuidePageFactory(), "障がい")
    services.merge(source=other, target=disability, by=None)
    Page.objects.get(pk=guide.pk).specific.latest_revision.publish()
    assert names_on(guide) == ["障害"]


def test_merge_reaches_drafts_that_are_not_published(disability, other):
    guide = GuidePageFactory()
    guide.keywords.add("障がい")
    guide.save_revision()
    assert names_on(guide) == []
    services.merge(source=other, target=disability, by=None)
    GuidePage.objects.get(pk=guide.pk).latest_revision.publish()
    assert names_on(guide) == ["障害"]


def test_merge_keeps_the_words_of_the_source(disability, other):
    other.synonyms = "しょうがい者, 障碍"
    services.merge(source=other, target=disability, by=None)
    disability.refresh_from_db()
    assert disability.synonyms == "障碍, ハンディキャップ, 障がい, しょうがい者"


def test_merge_leads_the_old_addresses_to_the_target(disability, other):
    FormerKeyword.objects.create(slug="mukashi", keyword=other)
    slug = other.slug
    services.merge(source=other, target=disability, by=None)
    assert {former.slug: former.keyword for former in FormerKeyword.objects.all()} == {
        slug: disability,
        "mukashi": disability,
    }


def test_merge_is_logged_with_what_was_moved(disability, other, staff):
    guide = tag(GuidePageFactory(), "障がい")
    services.merge(source=other, target=disability, by=staff.user)
    entry = ModelLogEntry.objects.get(action="core.keyword.merge")
    assert entry.user == staff.user
    assert entry.data["source"]["name"] == "障がい"
    assert list(entry.data["moved"]) == ["home.GuideKeyword"]
    assert guide.pk
    with translation.override("ja"):
        assert str(entry.formatter.format_message(entry)) == "「障がい」を統合しました(1件)"


def test_merge_into_itself_is_refused(disability):
    with pytest.raises(services.SameKeyword):
        services.merge(source=disability, target=disability, by=None)


# Renaming -----------------------------------------------------------------------------------------------------


def test_rename_keeps_the_old_address_and_the_old_name_as_another_word(disability):
    services.rename(keyword=disability, name="障害福祉", by=None)
    disability.refresh_from_db()
    assert (disability.slug, disability.synonyms) == ("障害福祉", "障碍, ハンディキャップ, 障害")
    assert FormerKeyword.objects.get(slug="障害").keyword == disability


def test_rename_back_frees_the_former_address(disability):
    services.rename(keyword=disability, name="障害福祉", by=None)
    services.rename(keyword=disability, name="障害", by=None)
    assert [former.slug for former in FormerKeyword.objects.all()] == ["障害福祉"]


def test_rename_to_a_name_that_is_taken_is_refused(disability, other):
    with pytest.raises(services.NameTaken):
        services.rename(keyword=other, name="障害", by=None)


# Typing -------------------------------------------------------------------------------------------------------


@pytest.mark.every_case
@pytest.mark.parametrize("typed", ["障害", "障碍", "ハンディキャップ", "Disability", " disability "])
def test_typed_word_becomes_the_keyword_it_means(disability, typed):
    assert known_names([typed]) == ["障害"]


def test_typed_words_may_be_separated_by_japanese_commas(disability):
    assert known_names(["障碍、防災\uff0c障害"]) == ["障害", "防災"]


@pytest.mark.every_case
@pytest.mark.parametrize("term", ["しょう", "ショウ", "障", "障碍", "ハンディ", "dis"])
def test_suggestions_know_reading_english_and_other_words(disability, term):
    Keyword.objects.create(name="防災", reading="ぼうさい")
    assert suggested(term) == ["障害"]


def test_page_form_uses_the_field_that_knows_other_words():
    form = GuidePage.get_edit_handler().get_form_class()
    assert isinstance(form.base_fields["keywords"], KeywordField)


def test_suggestions_are_for_staff(client, disability):
    address = reverse("keyword_suggestions") + "?term=しょう"
    assert client.get(address).status_code == 302


def test_suggestions_answer_as_a_list_of_names(staff, disability):
    assert staff.get(reverse("keyword_suggestions") + "?term=しょう").json() == ["障害"]


# Admin --------------------------------------------------------------------------------------------------------


def form(keyword=None, **data):
    blank = {"name": "防災", "reading": "", "name_en": "", "synonyms": ""}
    form_class = type("Form", (KeywordForm,), {"Meta": type("Meta", (), {"model": Keyword, "fields": list(blank)})})
    return form_class({**blank, **data}, instance=keyword)


def test_name_that_is_another_words_of_a_keyword_is_refused_at_the_field(disability):
    assert "name" in form(name="障碍").errors


def test_reading_that_is_not_kana_is_refused_at_the_field():
    assert "reading" in form(reading="防災").errors


def test_reading_is_stored_in_hiragana():
    filled = form(reading="ボウサイ")
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["reading"] == "ぼうさい"


def test_usage_counts_everything_that_carries_the_keyword(disability, other):
    tag(GuidePageFactory(), "障害")
    tag(PublicationPageFactory(), "障害")
    assert dict(with_usage(Keyword.objects.all()).values_list("name", "usage")) == {"障害": 2, "障がい": 0}
    assert [number for _label, number in usage_by_kind(disability)] == [1, 1]


def test_list_shows_usage_and_filters_the_unused(staff, disability, other):
    tag(GuidePageFactory(), "障害")
    address = reverse("wagtailsnippets_core_keyword:list")
    assert "障がい" in staff.get(address).content.decode()
    shown = staff.get(address, {"in_use": "no"}).context["object_list"]
    assert [keyword.name for keyword in shown] == ["障がい"]


def test_list_finds_by_reading(staff, disability):
    shown = staff.get(reverse("wagtailsnippets_core_keyword:list"), {"q": "しょうが"}).context["object_list"]
    assert [keyword.name for keyword in shown] == ["障害"]


def test_renaming_in_the_admin_keeps_the_old_address(staff, disability):
    data = {"name": "障害福祉", "reading": "しょうがいふくし", "name_en": "", "synonyms": ""}
    response = staff.post(reverse("wagtailsnippets_core_keyword:edit", args=[disability.pk]), data)
    assert response.status_code == 302
    assert FormerKeyword.objects.get(slug="障害").keyword.name == "障害福祉"


def test_merge_page_says_what_will_happen_before_it_does(staff, disability, other):
    tag(GuidePageFactory(), "障がい")
    html = staff.get(reverse("keyword_merge", args=[other.pk]), {"target": disability.pk}).content.decode()
    assert "「障がい」を「障害」に統合すると" in html
    assert Keyword.objects.filter(pk=other.pk).exists()


def test_merge_page_merges_when_confirmed(staff, disability, other):
    guide = tag(GuidePageFactory(), "障がい")
    response = staff.post(reverse("keyword_merge", args=[other.pk]), {"target": disability.pk})
    assert response.status_code == 302
    assert names_on(guide) == ["障害"]


def test_merge_page_refuses_the_keyword_itself_at_the_field(staff, disability):
    response = staff.get(reverse("keyword_merge", args=[disability.pk]), {"target": disability.pk})
    assert "target" in response.context["form"].errors


def test_merge_page_is_closed_to_staff_who_may_not_delete(client, disability):
    user = User.objects.create_user("reader", "reader@example.jp", "x")
    client.force_login(user)
    assert client.get(reverse("keyword_merge", args=[disability.pk])).status_code == 302


def test_deleting_a_keyword_in_use_says_on_how_many_things_it_stands(staff, disability):
    tag(GuidePageFactory(), "障害")
    html = staff.get(reverse("wagtailsnippets_core_keyword:delete", args=[disability.pk])).content.decode()
    assert "1件" in html
