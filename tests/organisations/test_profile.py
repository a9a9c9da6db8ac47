"""The page of an organisation: its own address, the way from old ones, and nothing private."""

import re
from datetime import date

import pytest
from django.utils.translation import override
from wagtail.models import Site

from activities.organisations import addresses, models, profile, small_rows
from cms.core.models import SiteLanguages
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, OrganisationTextFactory

pytestmark = pytest.mark.django_db

CANARY = "053-999-4242"


@pytest.fixture
def directory():
    return DirectoryFactory(slug="all")


def page_of(client, organisation):
    return client.get(organisation.public_url())


def test_the_page_shows_name_facts_and_words(client, directory):
    row = OrganisationFactory(name="楽笑", legal_form="社会福祉法人", corporate_number="7000012050002", text=None)
    OrganisationTextFactory(organisation=row, summary="パン屋をいとなむ。", purpose="<p>みんなで<b>働く</b></p>")
    html = page_of(client, row).content.decode()
    for words in ("楽笑", "社会福祉法人", "7-0000-1205-0002", "パン屋をいとなむ。", "みんなで<b>働く</b>"):
        assert words in html


def test_a_public_telephone_is_a_link_and_a_private_one_is_nowhere(client, directory):
    row = OrganisationFactory(name="楽笑")
    models.ContactItem.objects.create(organisation=row, kind="tel", value="0533-00-0000", is_public=True)
    models.ContactItem.objects.create(organisation=row, kind="tel", value=CANARY, label="自宅", note="夜だけ")
    html = page_of(client, row).content.decode()
    assert 'href="tel:0533000000"' in html
    assert CANARY not in html
    assert "自宅" not in html


def test_who_reads_neither_language_is_shown_english_words_before_japanese_ones(client, directory):
    SiteLanguages.objects.create(site=Site.objects.get(), codes=["ja", "en", "vi"])
    row = OrganisationFactory(text__summary="パン屋をいとなむ。")
    OrganisationTextFactory(organisation=row, code="en", summary="They run a bakery.")
    html = client.get(row.public_url().replace("/ja/", "/vi/")).content.decode()
    assert "パン屋をいとなむ。" not in html
    assert re.search(r'<div class="prose" lang="en">\s*<p class="lead">They run a bakery.', html)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        (("families from abroad", "Portuguese"), ["families from abroad", "Portuguese"]),
        (("", ""), ['<span lang="ja">外国につながる家族</span>', '<span lang="ja">ポルトガル語</span>']),
    ],
)
def test_for_whom_it_is_and_what_it_speaks_is_said_in_english(directory, english, said):
    whom, languages = english
    row = OrganisationFactory(
        targets="外国につながる家族", targets_en=whom, languages_served="ポルトガル語", languages_served_en=languages
    )
    shown = {}
    for code in ("en", "ja"):
        with override(code):
            shown[code] = dict(profile.facts(row, small_rows.read(row)))
    assert [str(shown["en"][label]) for label in ("For whom", "Languages spoken")] == said
    assert [shown["ja"][label] for label in ("対象", "対応言語")] == ["外国につながる家族", "ポルトガル語"]


def test_an_address_links_to_a_map_and_loads_nothing_from_elsewhere(client, directory):
    row = OrganisationFactory()
    models.ContactItem.objects.create(organisation=row, kind="address", value="蒲郡市三谷町1", is_public=True)
    html = page_of(client, row).content.decode()
    assert 'href="https://www.google.com/maps/' in html
    assert 'src="http' not in html


def test_a_contact_with_a_script_for_an_address_is_no_link(client, directory):
    row = OrganisationFactory()
    models.ContactItem.objects.create(organisation=row, kind="web", value="javascript:alert(1)", is_public=True)
    assert 'href="javascript' not in page_of(client, row).content.decode()


def test_the_first_directory_that_takes_it_has_the_address(client, directory):
    networks = DirectoryFactory(slug="networks", kinds=["network"])
    network = OrganisationFactory(slug="net", network=True)
    assert network.public_url() == "/ja/all/net/"
    response = client.get(f"{networks.get_url()}net/")
    assert (response.status_code, response["Location"]) == (301, "/ja/all/net/")


def test_an_unpublished_directory_gives_no_address(directory):
    row = OrganisationFactory()
    directory.unpublish()
    assert row.public_url() is None


def test_a_merged_organisation_leads_to_the_last_successor(client, directory):
    last = OrganisationFactory(slug="last")
    middle = OrganisationFactory(slug="middle", status="merged", successor=last)
    OrganisationFactory(slug="first", status="merged", successor=middle)
    response = client.get("/ja/all/first/")
    assert (response.status_code, response["Location"]) == (301, "/ja/all/last/")


def test_a_former_slug_leads_to_the_new_one(client, directory):
    row = OrganisationFactory(slug="new")
    models.FormerSlug.objects.create(site=row.site, slug="old", organisation=row)
    response = client.get("/ja/all/old/")
    assert (response.status_code, response["Location"]) == (301, "/ja/all/new/")


def test_a_slug_in_japanese_works(client, directory):
    row = OrganisationFactory(slug="楽笑")
    assert page_of(client, row).status_code == 200


def test_a_ring_of_successors_is_no_endless_loop(client, directory):
    one = OrganisationFactory(slug="one", status="merged")
    other = OrganisationFactory(slug="other", status="merged", successor=one)
    models.Organisation.objects.filter(pk=one.pk).update(successor=other)
    assert client.get("/ja/all/one/").status_code == 404


def test_a_dissolved_organisation_says_so_and_gives_no_contact(client, directory):
    row = OrganisationFactory(status="dissolved")
    models.ContactItem.objects.create(organisation=row, kind="tel", value="0533-00-0000", is_public=True)
    response = page_of(client, row)
    assert response.context["contacts"] == []
    assert "status--ended" in response.content.decode()


def test_words_missing_in_english_are_shown_in_japanese_and_marked(client, directory):
    row = OrganisationFactory(name="楽笑", name_en="Rakusho", slug="rakusho")
    html = client.get("/en/all/rakusho/").content.decode()
    assert "Rakusho" in html
    assert '<div class="prose" lang="ja">' in html
    assert row.texts.first().summary in html


def test_a_network_shows_members_with_and_without_a_page_and_keeps_about(client, directory):
    network = OrganisationFactory(network=True, slug="net")
    member = OrganisationFactory(name="会員団体", slug="member")
    models.NetworkProfile.objects.create(organisation=network, started_fy=2016, ended_fy=2018, ongoing=False)
    models.NetworkMeeting.objects.create(organisation=network, body="定例会", per_year=3, is_approximate=True)
    models.NetworkMember.objects.create(network=network, organisation=member)
    models.NetworkMember.objects.create(network=network, name="企業", count=17, is_approximate=True)
    response = page_of(client, network)
    assert [(one.name, one.url) for one in response.context["members"]] == [
        ("会員団体", "/ja/all/member/"),
        ("企業", None),
    ]
    assert response.context["network_years"] == "平成28〜30年度(2016〜2018年度)"
    assert [one.name for one in page_of(client, member).context["networks"]] == [network.name]


def test_addresses_of_many_cost_as_much_as_of_few(directory, rf, query_count):
    directory.areas.set([models.Area.objects.create(name="市")])
    directory.save()

    def cost(rows):
        return query_count(lambda: addresses.public_urls(models.Organisation.objects.all()[:rows], rf.get("/")))

    for _ in range(12):
        OrganisationFactory()
    assert cost(12) == cost(3)


def test_the_cost_of_a_page_does_not_grow_with_what_belongs_to_it(client, directory, query_count):
    network = OrganisationFactory(network=True)

    def add(number):
        for _ in range(number):
            models.NetworkMember.objects.create(network=network, organisation=OrganisationFactory())
            models.Service.objects.create(organisation=network, name="印刷")
            models.ContactItem.objects.create(organisation=network, value="1", is_public=True)
            models.Department.objects.create(organisation=network, name=f"課{models.Department.objects.count()}")

    add(2)
    page_of(client, network)
    few = query_count(lambda: page_of(client, network))
    add(6)
    assert query_count(lambda: page_of(client, network)) == few


def test_the_page_says_when_it_was_checked_or_that_nobody_has(client, directory):
    never, once = OrganisationFactory(), OrganisationFactory(verified_on=date(2026, 5, 1))
    words = "この内容が正しいかどうかは、まだ確認されていません。"
    assert words in page_of(client, never).content.decode()
    html = page_of(client, once).content.decode()
    assert "2026年5月1日" in html
    assert words not in html
