"""The same facts on whichever database the tests run on."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models.functions import Upper
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, PlainText

from cms.media.models import CustomImage
from cms.search.analysis import ANALYSER_VERSION
from cms.search.checks import check_index_age
from cms.search.keys import keys_found, values_found
from cms.search.models import IndexState, SynonymClass
from cms.search.queries import parse
from cms.search.together import search_together

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


@pytest.fixture
def page_with():
    """Makes a live page with this title below the home page."""
    home = Site.objects.get(is_default_site=True).root_page

    def make(title, **fields):
        return home.add_child(instance=Page(title=title, slug=f"p{Page.objects.count()}", **fields))

    return make


def found(query, *, queryset=None, **options):
    return [page.title for page in (queryset or Page.objects.filter(depth=3)).search(query, **options)]


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("助成金のさがし方", "助成"),
        ("助成金のさがし方", "成"),
        ("助成金のさがし方", "方"),
        ("障害者政策課", "障害者政策課"),
        ("障害者政策課", "障がい"),
        ("障碍のある人", "障害"),
        ("子供会", "こども"),
        ("NPO入門", "ＮＰＯ"),
        ("すくらむ21", "スクラム２１"),
        ("取組の紹介", "取り組み"),
        ("森林ボランティアセンター", "ﾎﾞﾗﾝﾃｨｱ・ｾﾝﾀ"),
        ("Educação infantil", "educacao"),
        ("2004年度の事業", "平成16年度"),
        ("第2回ガイダンス", "第2回"),
        ("子どものための居場所", "子どもの居場所"),
        ("𠮷野家の会", "𠮷野"),
    ],
)
def test_a_page_is_found_by_what_a_person_types(page_with, title, query):
    page_with(title)
    assert found(query) == [title]


@pytest.mark.parametrize(
    ("title", "query"),
    [("助金成", "助成金"), ("成助", "助成"), ("2004年", "200"), ("nonprofit", "profit"), ("協定", "協定書")],
)
def test_a_page_is_not_found_by_something_else(page_with, title, query):
    page_with(title)
    assert found(query) == []


@pytest.mark.parametrize(
    "query",
    ['"', "'", "' OR 1=1 --", ":*()", "\x00", "%", "a:b", "{title}", "NEAR(a b)", "\\", "&|!<->", "あ" * 1_000_000],
)
def test_no_input_raises(page_with, query):
    page_with("助成")
    assert found(query) == []
    assert list(Page.objects.autocomplete(query)) == []


def test_title_goes_before_body(page_with):
    body = CustomImage(title="写真", description="地域猫 地域猫 地域猫 地域猫", width=1, height=1, file="a.png")
    title = CustomImage(title="地域猫の会の集まりの日の様子", width=1, height=1, file="b.png")
    body.save()
    title.save()
    assert list(CustomImage.objects.search("地域猫")) == [title, body]


def test_short_title_goes_before_long_title(page_with):
    page_with("助成金のさがし方と申請書の書き方と報告のしかたについての講座")
    page_with("助成金")
    assert found("助成金")[0] == "助成金"


def test_what_has_less_weight_goes_after(page_with, monkeypatch):
    monkeypatch.setattr(Page, "search_weight", property(lambda page: 0.5 if page.title == "森の会(解散)" else 1), False)
    page_with("森の会(活動)")
    page_with("森の会(解散)")
    assert found("森の会") == ["森の会(活動)", "森の会(解散)"]


def test_only_rows_of_the_queryset_are_found(page_with):
    page_with("助成", live=False)
    assert found("助成", queryset=Page.objects.live()) == []


def test_slices_count_and_order_agree(page_with):
    for number in range(7):
        page_with(f"助成 {number}")
    results = Page.objects.search("助成")
    assert results.count() == 7
    assert [*results[:3], *results[3:6], *results[6:9]] == list(results)
    assert results[4:6].count() == 2


def test_counting_and_showing_a_page_of_results_take_two_queries(page_with, django_assert_num_queries):
    page_with("助成")
    list(Page.objects.search("助成"))  # content types and synonyms are cached now
    with django_assert_num_queries(2):  # ranking, objects
        results = Page.objects.search("助成")
        assert results.count() == 1
        assert len(results[:20]) == 1


def test_order_of_the_caller_is_kept(page_with):
    for title in ("う助成", "あ助成", "い助成"):
        page_with(title)
    assert found("助成", order_by="title") == ["あ助成", "い助成", "う助成"]


def test_score_can_be_annotated(page_with):
    page_with("助成")
    (page,) = Page.objects.search("助成").annotate_score("score")
    assert page.score > 0


def test_facets_count_what_is_found(page_with):
    page_with("助成一")
    page_with("助成二", live=False)
    page_with("森")
    assert Page.objects.search("助成").facet("live") == {True: 1, False: 1}


def test_specific_pages_are_found_as_such(page_with):
    page_with("助成")
    assert [page.title for page in Page.objects.all().specific().search("助成")] == ["助成"]


def test_without_and_with_negation(page_with):
    page_with("養成講座")
    page_with("公開講座")
    assert found(PlainText("講座") & ~PlainText("養成")) == ["公開講座"]
    assert found(~PlainText("養成")) == ["公開講座"]
    assert len(found(MATCH_ALL)) == 2


def test_fields_limit_where_is_looked(page_with):
    image = CustomImage(title="写真", description="地域猫", width=1, height=1, file="a.png")
    image.save()
    assert list(CustomImage.objects.search("地域猫", fields=["title"])) == []
    assert list(CustomImage.objects.search("地域猫", fields=["description"])) == [image]


@pytest.mark.parametrize("query", ["成金", "助", "助成金のさ", "educ"])
def test_choosers_find_by_part_of_a_title(page_with, query):
    page_with("助成金のさがし方 Educação")
    assert Page.objects.autocomplete(query).count() == 1


def test_choosers_do_not_look_into_bodies():
    image = CustomImage(title="写真", width=1, height=1, file="a.png")
    image.save()
    image.tags.add("地域猫")
    get_search_backend().add(image)
    assert CustomImage.objects.autocomplete("地域猫").count() == 1


def test_a_new_synonym_counts_at_once(page_with):
    page_with("ゆりかごの会")
    assert found("おやこひろば") == []
    SynonymClass.objects.create(words="ゆりかご\nおやこひろば")
    assert found("おやこひろば") == ["ゆりかごの会"]


def test_a_deleted_synonym_counts_no_more(page_with):
    page_with("ゆりかごの会")
    synonyms = SynonymClass.objects.create(words="ゆりかご\nおやこひろば")
    assert found("おやこひろば") == ["ゆりかごの会"]
    synonyms.delete()
    assert found("おやこひろば") == []


def test_synonyms_of_another_site_do_not_count(page_with):
    other = Site.objects.create(hostname="other.example", root_page=Page.objects.get(depth=1))
    SynonymClass.objects.create(words="ゆりかご\nおやこひろば", site=other)
    here = Site.objects.get(is_default_site=True)
    assert "おやこひろば" not in SynonymClass.thesaurus_for(here).members
    assert "おやこひろば" in SynonymClass.thesaurus_for(other).members


@pytest.mark.parametrize("words", ["ひとつ", "", "NPO\nＮＰＯ", "ねこ\nネコ", "、、"])
def test_a_class_needs_two_words_that_differ(words):
    with pytest.raises(ValidationError) as refused:
        SynonymClass(words=words).full_clean()
    assert "words" in refused.value.error_dict


def test_words_are_kept_one_to_a_line():
    synonyms = SynonymClass(words="  ねこ、猫\n\n 猫 \n")
    synonyms.full_clean()
    assert synonyms.words == "ねこ\n猫"


def test_a_changed_title_is_found_and_the_old_one_is_not(page_with):
    page = page_with("むかしの名")
    page.title = "いまの名"
    page.save()
    assert found("いまの名") == ["いまの名"]
    assert found("むかしの名") == []


def test_a_deleted_page_is_gone_from_the_index(page_with):
    page_with("助成").delete()
    assert found("助成") == []


LONG = "あいうえおかきくけこ" * 2500


@pytest.mark.parametrize("query", ["末尾の言葉", "冒頭の言葉 末尾の言葉", "冒頭の言葉 目次", "こあいうえお"])
def test_a_long_text_is_found_by_its_end(query):
    image = CustomImage(title="目次", width=1, height=1, file="a.png")
    image.save()
    image.description = f"冒頭の言葉 {LONG} 末尾の言葉"
    get_search_backend().add(image)

    assert list(CustomImage.objects.search(query)) == [image]
    assert list(CustomImage.objects.search(f"{query} いない")) == []


def test_rebuilding_records_the_analyser():
    IndexState.objects.all().delete()
    call_command("update_index", verbosity=0)
    assert IndexState.objects.get().analyser_version == ANALYSER_VERSION
    assert check_index_age(databases=["default"]) == []


def test_an_index_of_an_older_analyser_is_reported(page_with):
    page_with("助成")
    IndexState.objects.update(analyser_version=ANALYSER_VERSION - 1)
    assert [message.id for message in check_index_age(databases=["default"])] == ["kakehashi_search.W001"]
    with pytest.raises(CommandError):
        call_command("search_index_state")


def test_rebuilding_finds_the_same(page_with):
    page_with("助成金のさがし方")
    call_command("update_index", verbosity=0)
    assert found("助成") == ["助成金のさがし方"]


def test_parts_of_a_compound_are_found_when_the_whole_is_not(page_with):
    page_with("ジョブコーチの養成についての講座")
    assert found("養成講座") == ["ジョブコーチの養成についての講座"]


def test_parts_of_a_compound_are_not_looked_for_when_the_whole_is_found(page_with):
    page_with("ジョブコーチの養成についての講座")
    page_with("養成講座")
    assert found("養成講座") == ["養成講座"]
    assert found("養成講座", order_by="title") == ["養成講座"]


def test_kinds_are_searched_together(page_with, django_assert_num_queries):
    page_with("森の会")
    page_with("川の会")
    CustomImage(title="森の写真", width=1, height=1, file="a.png").save()
    query = parse("森")
    querysets = [Page.objects.live(), CustomImage.objects.all(), Page.objects.none()]
    search_together(query, querysets)  # content types are cached now
    with django_assert_num_queries(1):
        pages, images, nothing = search_together(query, querysets)
        assert (pages.count(), images.count(), nothing.count()) == (1, 1, 0)
    assert [page.title for page in pages] == ["森の会"]
    assert [image.title for image in images] == ["森の写真"]


@pytest.mark.parametrize(
    "query",
    ["助成", "助成 NOT 講座", "NOT 助成", "-助成", "助成 OR 講座", "ない", "の", "「助成の講座」", "助成の講座の会"],
)
def test_what_is_found_in_no_order_is_what_is_found_in_order(page_with, query):
    for title in ("助成の講座", "助成のさがし方", "講座の会", "ほか"):
        page_with(title)
    pages = Page.objects.filter(depth=3).annotate(named=Upper("slug"))
    keys = keys_found(query, pages)
    assert sorted(values_found(query, pages, "named")) == sorted(
        Page.objects.filter(pk__in=keys).annotate(named=Upper("slug")).values_list("named", flat=True)
    )


def test_in_no_order_too_parts_are_looked_for_when_the_whole_stands_nowhere(page_with):
    page_with("森林の会")
    assert parse("森").relaxed
    pages = Page.objects.filter(depth=3)
    assert values_found("森", pages, "title") == [page.title for page in pages.filter(pk__in=keys_found("森", pages))]
    assert values_found("森", pages, "title") == ["森林の会"]
