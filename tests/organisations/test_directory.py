"""A directory lists what its filter takes, counts exactly, and stays as cheap with more rows."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.translation import override

from activities.organisations import facet_counts, listing, models
from cms.core.json_rows import keys_as_json
from cms.core.models import SiteLanguages
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, OrganisationTextFactory, default_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return DirectoryFactory()


def show(client, directory, **query):
    return client.get(directory.get_url(), query)


def names(response):
    return [card.title for card in response.context["listing"].cards]


def test_a_published_organisation_is_listed(client, directory):
    OrganisationFactory(name="楽笑")
    assert names(show(client, directory)) == ["楽笑"]


def test_an_organisation_without_published_words_is_nowhere(client, directory):
    draft = OrganisationFactory(draft=True)
    assert names(show(client, directory)) == []
    assert client.get(f"{directory.get_url()}{draft.slug}/").status_code == 404


def test_organisations_stand_in_the_order_of_their_readings(client, directory):
    for name, kana in (("和", "わ"), ("ガーデン", "がーでん"), ("あかね", "あかね"), ("かきの会", "かきのかい")):
        OrganisationFactory(name=name, kana=kana)
    assert names(show(client, directory)) == ["あかね", "ガーデン", "かきの会", "和"]


def test_english_names_stand_in_the_order_of_their_letters(client):
    directory = DirectoryFactory()
    for name, english, kana in (
        ("赤い羽根", "red Feather", "あかいはね"),
        ("和", "Harmony", "わ"),
        ("かき", "", "かき"),
    ):
        OrganisationFactory(name=name, name_en=english, kana=kana)
    with override("en"):
        found = listing.build(directory=directory, request=RequestFactory().get("/"))
    assert [str(card.title) for card in found.cards] == ["Harmony", "red Feather", "かき"]
    assert names(show(client, directory)) == ["赤い羽根", "かき", "和"]


def test_an_order_that_a_directory_was_given_holds_in_every_language():
    directory = DirectoryFactory(order="newest")
    for name in ("Bridge", "Arch"):
        OrganisationFactory(name=name, name_en=name)
    OrganisationFactory(name="Canal", name_en="Canal")
    with override("en"):
        found = listing.build(directory=directory, request=RequestFactory().get("/"))
    assert [str(card.title) for card in found.cards] == ["Canal", "Arch", "Bridge"]


def test_english_choices_of_a_facet_stand_in_the_order_of_their_letters():
    directory = DirectoryFactory()
    row = OrganisationFactory()
    for name, english, reading in (("岡山", "Okayama", "あ"), ("浜松", "Hamamatsu", "ん")):
        row.areas.add(models.Area.objects.create(name=name, name_en=english, reading=reading, site=default_site()))
    row.save()
    with override("en"):
        facets = listing.build(directory=directory, request=RequestFactory().get("/")).facets
    labels = [str(option.label) for facet in facets if facet.name == "area" for option in facet.options]
    assert labels == ["Hamamatsu", "Okayama"]


def test_a_directory_of_one_kind_lists_that_kind_only(client):
    networks = DirectoryFactory(kinds=["network"])
    OrganisationFactory(name="団体")
    OrganisationFactory(name="つながり", network=True)
    assert names(show(client, networks)) == ["つながり"]


def filled():
    """Twelve organisations over every facet."""
    hamamatsu = models.Area.objects.create(name="浜松市", reading="はままつし", site=default_site())
    kawasaki = models.Area.objects.create(name="川崎市", reading="かわさきし", site=default_site())
    children = models.Domain.objects.create(name="子ども", reading="こども", site=default_site())
    network = OrganisationFactory(network=True, kana="つながり")
    for n in range(12):
        row = OrganisationFactory(kana="あかさたなはまやらわんを"[n], kind="npo" if n % 3 else "company")
        row.areas.set([hamamatsu, kawasaki][: n % 3])
        row.npo_fields.set([1, 2, 3][: n % 4])
        row.domains.set([children] if n % 2 else [])
        row.save()
        if n % 5 == 0:
            models.NetworkMember.objects.create(network=network, organisation=row)


def test_every_count_of_a_facet_is_the_length_of_its_list(client, directory):
    filled()
    facets = show(client, directory).context["listing"].facets
    assert {facet.name for facet in facets} == {"kind", "area", "field", "row"}
    for facet in facets:
        for option in facet.options:
            listed = show(client, directory, **{facet.name: option.value}).context["listing"].total
            assert (facet.name, option.label, option.count) == (facet.name, option.label, listed)


def test_counts_hold_beside_choices_in_other_facets_and_a_search(client, directory):
    filled()
    chosen = {"kind": "npo", "q": "団体"}
    facets = show(client, directory, **chosen).context["listing"].facets
    assert len(facets) > 2
    for facet in facets:
        for option in facet.options:
            if facet.name == "kind":
                continue
            listed = show(client, directory, **chosen, **{facet.name: option.value}).context["listing"].total
            assert (facet.name, option.value, option.count) == (facet.name, option.value, listed)


def test_two_choices_in_one_facet_add_up(client, directory):
    filled()
    listing = show(client, directory, row=["あ", "か"]).context["listing"]
    assert listing.total == 2


def test_each_choice_is_a_link_to_the_list_without_it(client, directory):
    filled()
    chosen = show(client, directory, row=["あ", "か"], q="い", page="1").context["listing"].chosen
    assert next(chip.label for chip in chosen) == "「い」 ×"
    assert [QueryDict(chip.url[1:]) for chip in chosen] == [
        QueryDict("row=あ&row=か"), QueryDict("row=か&q=い"), QueryDict("row=あ&q=い"),
    ]  # fmt: skip


def test_what_is_ticked_stays_though_the_rest_leaves_nothing_of_it(client, directory):
    """Else whoever sends the form again has lost it without a word. Of networks only those that anybody may see."""
    filled()
    area = models.Area.objects.create(name="どこか", site=default_site())
    domain = models.Domain.objects.create(name="何か", reading="なにか", site=default_site())
    told, untold = OrganisationFactory(network=True), OrganisationFactory(network=True, draft=True)
    asked = {"q": "どこにもない", "kind": "npo", "row": "か", "field": "3", "area": area.pk, "domain": domain.pk}
    listing = show(client, directory, network=[told.pk, untold.pk], **asked).context["listing"]
    assert listing.total == 0
    ticked = {(f.name, o.label): (o.value, o.count) for f in listing.facets for o in f.options if o.selected}
    assert ticked[("area", "どこか")] == (str(area.pk), 0)
    assert ticked[("network", told.name)] == (str(told.pk), 0)
    assert {name for name, _label in ticked} == {"kind", "row", "field", "area", "domain", "network"}
    assert len(ticked) == 6
    assert len(listing.chosen) == 7


def test_a_card_of_a_remembered_key_is_shown_only_while_it_is_public():
    told, untold = OrganisationFactory(), OrganisationFactory(draft=True)
    rows = listing._wanted(("ja",))(wanted=keys_as_json([told.pk, untold.pk]))
    assert [row["pk"] for row in rows] == [told.pk]


def test_an_empty_directory_does_not_ask_for_fewer_words(client, directory):
    assert "まだ団体を載せていません" in show(client, directory).content.decode()
    assert "当てはまる団体がありません" in show(client, directory, q="どこにもない").content.decode()


def test_nonsense_in_a_parameter_is_an_empty_list_and_no_error(client, directory):
    OrganisationFactory()
    nothing = {"area": "nan", "field": "inf", "domain": "7", "kind": "x", "q": "x"}
    for query in (
        nothing,
        {"area": "1' OR 1"},
        {"area": "9" * 40},
        {"row": "x"},
        {"kind": "\u3042" * 300},
        {"page": "-1"},
    ):
        assert show(client, directory, **query).status_code == 200


def test_a_search_finds_alias_english_name_and_former_name(client, directory):
    now = OrganisationFactory(name="架け橋センター", name_en="Bridge Centre", aliases="かけセン")
    OrganisationFactory(name="古い名前の会", status="merged", successor=now)
    OrganisationFactory(name="ほか")
    now.save()
    for query in ("かけセン", "bridge", "古い名前"):
        assert names(show(client, directory, q=query)) == ["架け橋センター"], query


def test_one_union_counts_all_facets(django_assert_num_queries, directory):
    filled()
    asked = facet_counts.Asked(directory.filter_on(default_site()), {"row": ["あ"]})
    with django_assert_num_queries(1):
        facet_counts.counted(asked)


def test_an_english_reader_sees_english_names_and_words(client, directory):
    row = OrganisationFactory(name="楽笑", name_en="Rakusho")
    OrganisationTextFactory(organisation=row, code="en", summary="A bakery where everybody works.")
    with override("en"):
        response = client.get(directory.get_url().replace("/ja/", "/en/"))
    card = response.context["listing"].cards[0]
    assert (card.title, card.text) == ("Rakusho", "A bakery where everybody works.")


def test_who_reads_no_japanese_chooses_by_the_first_letter_instead_of_the_syllabary(directory):
    for name, english in (
        ("赤い羽根", "red Feather"),
        ("楽笑", "Rakusho"),
        ("和", "Harmony"),
        ("かき", ""),
        ("9条", "9 Articles"),
    ):
        OrganisationFactory(name=name, name_en=english, kana="あ")

    def facets(**query):
        found = listing.build(directory=directory, request=RequestFactory().get("/", query))
        return {facet.name: [(str(each.label), each.count) for each in facet.options] for facet in found.facets}, found

    with override("en"):
        shown, _found = facets()
        assert (shown["initial"], "row" in shown) == ([("H", 1), ("R", 2), ("Other", 2)], False)
        shown, found = facets(initial="R")
        assert [str(card.title) for card in found.cards] == ["Rakusho", "red Feather"]
        shown, found = facets(row="あ")
        assert (len(shown["row"]), found.total) == (1, 5), "chosen in Japanese, it can be taken away"
    with override("ja"):
        shown, _found = facets(row="か")
        assert ("row" in shown, "initial" in shown) == (True, False)


@pytest.mark.parametrize("order", ["newest", "kana"])
def test_what_is_remembered_of_one_language_is_not_shown_in_the_other(order):
    directory = DirectoryFactory(order=order)
    for name, kana in (("Bridge", "あ"), ("Arch", "か")):
        OrganisationFactory(name=name, name_en=name, kana=kana)
    seen = {}
    for code in ("ja", "en", "ja"):
        with override(code):
            found = listing.build(directory=directory, request=RequestFactory().get("/"))
        seen[code] = {facet.name for facet in found.facets} & {"row", "initial"}
    assert seen == {"ja": {"row"}, "en": {"initial"}}


def test_words_of_a_language_that_was_switched_off_stand_in_for_none(client, directory, committed):
    row = OrganisationFactory(name="楽笑", text__summary="みんなで働くパン屋。")
    OrganisationTextFactory(organisation=row, code="en", summary="A bakery")
    chosen = SiteLanguages.objects.create(site=default_site(), codes=["ja", "en", "vi"])
    url = directory.get_url().replace("/ja/", "/vi/")

    def said(path=""):
        committed()
        text = strip_tags(client.get(f"{url}{path}").content.decode())
        return [words for words in ("A bakery", "みんなで") if words in text]

    assert said() == said(f"{row.slug}/") == ["A bakery"]
    chosen.codes = ["ja", "vi"]
    chosen.save()
    assert said() == said(f"{row.slug}/") == ["みんなで"]


@pytest.mark.parametrize(("code", "said"), [("vi", ("A bakery", "en")), ("ja-simple", ("パン屋", "ja"))])
def test_who_reads_neither_language_is_shown_english_words_before_japanese_ones(directory, code, said):
    row = OrganisationFactory(text__summary="パン屋")
    OrganisationTextFactory(organisation=row, code="en", summary="A bakery")
    with override(code):
        (card,) = listing.build(directory=directory, request=RequestFactory().get("/")).cards
    assert (card.text, card.lang) == said


def test_the_cost_of_a_directory_does_not_grow_with_its_rows(client, directory, query_count):
    filled()
    few = query_count(lambda: show(client, directory))
    for _ in range(3):
        for n in range(12):
            OrganisationFactory(kana="あかさたなはまやらわんを"[n])
    many = query_count(lambda: show(client, directory))
    assert many <= few


def test_the_list_itself_costs_four_queries(directory, django_assert_max_num_queries):
    filled()
    request = RequestFactory().get("/")
    with django_assert_max_num_queries(7):  # three more for the site and its root paths, which stay cached
        listing.build(directory=directory, request=request)


def test_takes_and_lists_agree(directory):
    filled()
    area = models.Area.objects.get(name="浜松市")
    directory.areas.set([area])
    directory.kinds = ["npo"]
    directory.save()
    listed = set(directory.organisations(default_site()))
    assert listed
    assert {row for row in models.Organisation.objects.public() if directory.takes(row)} == listed


def test_a_site_lists_its_own_and_shared_organisations_only(client, directory):
    from wagtail.models import Page, Site

    other_root = Page.objects.get(depth=1).add_child(instance=Page(title="other", slug="other"))
    other = Site.objects.create(hostname="other.example", root_page=other_root)
    OrganisationFactory(name="よそ", site=other)
    OrganisationFactory(name="みんなの", site=None, kana="みんなの")
    OrganisationFactory(name="うち", kana="うち")
    assert names(show(client, directory)) == ["うち", "みんなの"]


def test_the_sitemap_of_a_directory_names_its_organisations(directory):
    row = OrganisationFactory(slug="rakusho")
    OrganisationFactory(draft=True)
    request = RequestFactory().get("/", headers={"host": "localhost"})
    places = [entry["location"] for entry in directory.get_sitemap_urls(request)]
    assert [place for place in places if row.slug in place]
    assert len(places) == 2
