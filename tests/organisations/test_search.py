"""Organisations in search, on keyword pages and as links: found by every name, never by a private contact."""

import pytest
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from activities.organisations import merging, models, search_kind
from activities.organisations.blocks import OrganisationBlock
from cms.core.models import Keyword, SiteLanguages
from cms.plugin_host import states
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, OrganisationTextFactory, default_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return DirectoryFactory(slug="all")


def found(words):
    return [row.name for row in search_kind.searchable(default_site()).search(words)]


def test_a_private_telephone_is_not_found(directory):
    row = OrganisationFactory(name="楽笑")
    models.ContactItem.objects.create(organisation=row, value="053-999-4242")
    row.save()
    assert found("楽笑") == ["楽笑"]
    assert found("4242") == []
    assert found("053-999-4242") == []


def test_departments_then_and_now_find_their_organisation(directory):
    row = OrganisationFactory(name="静岡県", kind="government")
    models.Department.objects.create(organisation=row, name="民生部障害者プラン推進室")
    assert found("障害者プラン推進室") == ["静岡県"]


def test_words_are_found_as_soon_as_they_are_published(directory):
    text = OrganisationFactory(name="楽笑").texts.get()
    text.summary = "天然酵母のパン屋"
    draft = text.save_revision()
    assert found("天然酵母") == []
    draft.publish()
    assert found("天然酵母") == ["楽笑"]


def test_an_organisation_that_no_directory_lists_is_not_found():
    OrganisationFactory(name="楽笑")
    assert found("楽笑") == []


def test_a_card_has_the_address_of_the_page(directory):
    OrganisationFactory(name="楽笑", slug="rakusho")
    row = search_kind.searchable(default_site()).search("楽笑")[0]
    assert search_kind.card(row).url == "/ja/all/rakusho/"


def test_the_cost_of_cards_does_not_grow_with_their_number(directory, query_count):
    for _ in range(3):
        OrganisationFactory()

    def cards():
        return [search_kind.card(row) for row in search_kind.searchable(default_site())]

    few = query_count(cards)
    for _ in range(9):
        OrganisationFactory()
    assert query_count(cards) == few


def test_a_keyword_counts_as_many_as_it_lists(directory):
    keyword = Keyword.objects.create(name="多文化", slug="tabunka")
    for _ in range(3):
        models.OrganisationKeyword.objects.create(tag=keyword, content_object=OrganisationFactory())
    models.OrganisationKeyword.objects.create(tag=keyword, content_object=OrganisationFactory(draft=True))
    site = default_site()
    assert dict(search_kind.counts(site)) == {keyword.pk: 3}
    assert search_kind.tagged(search_kind.searchable(site), keyword).count() == 3


def test_a_link_in_rich_text_follows_a_new_slug_and_a_merge(directory):
    old, new = OrganisationFactory(slug="old"), OrganisationFactory(slug="new")
    html = f'<p><a linktype="organisation" id="{old.pk}">この団体</a></p>'
    assert 'href="/ja/all/old/"' in expand_db_html(html)
    merging.merge(organisation=old, into=new, by=None)
    assert 'href="/ja/all/new/"' in expand_db_html(html)


def test_a_link_to_what_is_not_there_is_plain_text(directory):
    for number in ("999999", "x", "", "²", "٣", "9" * 30, "9" * 5000):
        assert "href" not in expand_db_html(f'<a linktype="organisation" id="{number}">この団体</a>')


def test_the_editor_keeps_a_link_to_an_organisation(directory):
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    row = OrganisationFactory()
    html = f'<p data-block-key="abcde"><a linktype="organisation" id="{row.pk}">この団体</a></p>'
    converter = ContentstateConverter(features=["organisation-link"])
    assert converter.to_database_format(converter.from_database_format(html)) == html


def test_the_block_of_an_organisation_links_to_its_page(directory):
    row = OrganisationFactory(name="楽笑", slug="rakusho")
    block = OrganisationBlock()
    html = block.render(block.to_python({"organisation": row.pk}))
    assert 'href="/ja/all/rakusho/"' in html
    assert "楽笑" in html


# Of those who read neither -----------------------------------------------------------------------------------


def summaries(code, *, rf):
    request = rf.get(f"/{code}/search/")
    with override(code), states.reading_once(request):
        (shown,) = search_kind.cards(request, list(search_kind.rows(request)))
        (alone,) = [search_kind.card(row) for row in search_kind.searchable(default_site())]
    assert (shown.text, shown.text_lang) == (alone.text, alone.text_lang)
    return shown.text, shown.text_lang


@pytest.mark.parametrize(
    ("code", "said"),
    [("vi", ("A bakery", "en")), ("en", ("A bakery", "")), ("ja-simple", ("パン屋", "ja")), ("ja", ("パン屋", ""))],
)
def test_who_reads_neither_language_is_shown_english_words_before_japanese_ones(directory, rf, code, said):
    SiteLanguages.objects.create(site=default_site(), codes=["ja", "ja-simple", "en", "vi"])
    row = OrganisationFactory(text__summary="パン屋")
    OrganisationTextFactory(organisation=row, code="en", summary="A bakery")
    assert summaries(code, rf=rf) == said


def test_words_of_a_language_that_is_off_are_no_result_for_others(directory, rf):
    SiteLanguages.objects.create(site=default_site(), codes=["ja", "vi"])
    row = OrganisationFactory(text__summary="パン屋")
    OrganisationTextFactory(organisation=row, code="en", summary="A bakery")
    assert summaries("vi", rf=rf) == ("パン屋", "ja")
