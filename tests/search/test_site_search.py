"""The public search page over the demo content."""

import pytest
from django.urls import reverse

from cms.core.site_search.results import ask, find
from cms.core.untranslated import has_japanese

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.every_case]

#: The budget of a page of search results with core's kinds, at any size of content.
MOST_QUERIES = 12
#: What cards of a plugin's kind may ask for beyond their pages: a grant says its deadline, which its calls know.
MORE_FOR = {"grants": 2}


@pytest.fixture
def search(client):
    def get(words, **parameters):
        return client.get("/ja/search/", {"q": words, **parameters})

    return get


def titles(response):
    return [result.title for group in response.context_data["found"].groups for result in group.results]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("障害者政策課", "マルチメディア情報センター"),
        ("障がい者政策課", "マルチメディア情報センター"),
        ("地域ネコ", "地域猫活動"),
        ("すくらむ21", "川崎市男女共同参画センター"),
        ("スクラムネット", "すくらむネット21"),
        ("助成", "助成"),
        ("民生部", "バーチャル工房"),
    ],
)
def test_a_visitor_finds(search, words, title):
    from django.utils.html import strip_tags

    assert any(title in strip_tags(found) for found in titles(search(words)))


@pytest.mark.parametrize(
    "spellings", [("子ども", "子供", "こども"), ("ＮＰＯ", "NPO", "npo"), ("障害", "障がい", "障碍")]
)
def test_spellings_find_the_same_number(search, spellings):
    totals = {search(words).context_data["found"].total for words in spellings}
    assert len(totals) == 1
    assert totals.pop() > 0


@pytest.mark.parametrize(
    "words", ["", " ", '"', "':*(", "あ" * 100_000, "<script>alert(1)</script>", "\x01\x02", "%", "a" * 300, "🎌"]
)
def test_any_input_is_answered(search, words):
    response = search(words)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "parameters", [{"page": "0"}, {"page": "99999"}, {"page": "x"}, {"kind": "nothing"}, {"kind": "<b>", "page": "-1"}]
)
def test_senseless_parameters_are_left_out(search, parameters):
    assert search("協働", **parameters).status_code == 200


@pytest.mark.parametrize("words", ["協働", "子ども", "NPO", "すくらむ21", "モデル事業", "まったく無い言葉"])
def test_the_page_asks_the_database_few_times(search, words, query_count):
    kinds = {group.key for group in search(words).context_data["found"].groups}
    assert query_count(lambda: search(words)) <= MOST_QUERIES + sum(MORE_FOR.get(kind, 0) for kind in kinds)


def test_one_kind_is_listed_whole(search):
    everything = search("協働").context_data["found"]
    choice = next(choice for choice in everything.choices if "kind=activities" in choice.url)
    one = search("協働", kind="activities").context_data["found"]
    assert one.list_page.paginator.count == choice.count
    assert one.total == everything.total


def test_counts_of_the_kinds_add_up(search):
    every, *kinds = search("協働").context_data["found"].choices
    assert every.count == sum(kind.count for kind in kinds)


def test_hits_are_marked(search):
    assert "<mark>猫</mark>" in search("猫").content.decode()


def test_a_mistyped_word_is_put_right(search):
    response = search("ボランテァア")
    assert "ボランティア" in response.context_data["found"].suggestions
    assert reverse("site_search") in response.content.decode()


def test_a_mistyped_english_word_is_put_right_in_english(client):
    found = client.get("/en/search/", {"q": "disabilty"}).context_data["found"]
    assert not found.total
    assert found.suggestions
    assert not any(has_japanese(word) for word in found.suggestions)
    assert client.get("/en/search/", {"q": found.suggestions[0]}).context_data["found"].total


def test_an_unpublished_page_is_not_found(search):
    from activities.models import ActivityPage

    page = ActivityPage.objects.get(title__contains="地域猫")
    assert search("地域猫活動").context_data["found"].total
    page.unpublish()
    assert all("地域猫活動" not in title for title in titles(search("地域猫活動")))


def test_a_private_contact_is_never_found(search):
    from activities.organisations.models import ContactItem, Organisation

    organisation = Organisation.objects.public().first()
    ContactItem.objects.create(organisation=organisation, kind="tel", value="090-7777-1234", is_public=False)
    organisation.save()
    assert search("090-7777-1234").context_data["found"].total == 0
    assert search("7777").context_data["found"].total == 0


def test_asked_is_read_leniently(rf):
    asked = ask(rf.get("/", {"q": "  森   川 ", "page": "3", "kind": "activities"}).GET)
    assert (asked.words, asked.page, asked.kind, asked.was_cut) == ("森 川", 3, "activities", False)


def test_nothing_typed_finds_nothing(rf):
    found = find(ask(rf.get("/").GET), request=rf.get("/"), address="/ja/search/")
    assert (found.total, found.groups) == (0, ())
