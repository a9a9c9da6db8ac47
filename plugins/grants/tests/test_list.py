"""The list of grants as visitors get it."""

from datetime import date, timedelta
from itertools import islice, product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.organisations.models import Area, NpoField
from cms.core import generations
from home.models import GuidePage
from plugins.grants import facets, listing
from plugins.grants.models import GrantCall, GrantPage, GrantProgramme
from plugins.grants.statuses import Status

from .conftest import NOW


@pytest.fixture
def read(index, site):
    """Read the list by a query string."""

    def build(query: str = "", now=NOW):
        request = RequestFactory().get(f"/ja/grants-here/?{query}", headers={"host": "localhost"})
        request._wagtail_site = site
        return listing.build(index=index, request=request, now=now)

    return build


def titles(found) -> list[str]:
    return [card.title for card in found.cards]


def test_the_nearest_deadline_comes_first_then_what_is_to_come(grant, call, read):
    call(grant("あとで"), closes_on="2027-01-20")
    call(grant("いつでも"), opens_on="2026-01-01")
    grant("見込み", opens_month=2)
    call(grant("予告"), opens_on="2026-12-20", closes_on="2027-01-10")
    call(grant("もうすぐ"), closes_on="2026-11-30")
    assert titles(read()) == ["もうすぐ", "あとで", "いつでも", "予告", "見込み"]


def test_no_dead_grant_is_in_the_list_unless_it_is_asked_for(grant, call, read):
    call(grant("昔の"), closes_on="2020-01-20", decision_on="2020-03-01")
    call(grant("今の"), closes_on="2026-12-20")
    assert titles(read()) == ["今の"]
    assert titles(read("status=over")) == ["昔の"]


def test_a_card_says_the_days_left_the_day_and_what_counts(grant, call, read):
    call(grant(amount_max=500_000), closes_on="2026-12-08", closes_time="17:00", closing_kind="received")
    (card,) = read().cards
    assert card.status == ("few", "まもなく締切")
    assert card.meta == ["締切まで12日", "締切 12月8日(火)17:00 必着", "50万円まで"]


def test_an_estimate_is_called_one_and_has_no_day(grant, read):
    grant(opens_month=12)
    (card,) = read().cards
    assert (card.status[1], card.date, card.meta) == ("見込み", None, ["次回 2026年12月ごろ(見込み)"])


def test_words_are_searched_in_names_and_funders(grant, call, read):
    call(grant("子ども食堂応援"), closes_on="2026-12-20")
    call(grant("里山の手入れ"), closes_on="2026-12-20")
    assert titles(read("q=子ども食堂")) == ["子ども食堂応援"]
    assert read("q=なんにもない").total == 0


def test_a_grant_for_any_form_is_for_each(grant, call, read):
    call(grant("だれでも", legal_forms=["any"]), closes_on="2026-12-20")
    call(grant("法人だけ", legal_forms=["npo"]), closes_on="2026-12-21")
    call(grant("不明"), closes_on="2026-12-22")
    assert titles(read("form=npo")) == ["だれでも", "法人だけ"]
    assert titles(read("form=unincorporated")) == ["だれでも"]


def test_a_grant_without_field_or_area_is_for_all_of_them(grant, call, read, site):
    area = Area.objects.create(site=site, name="架橋市")
    here, elsewhere, everywhere = grant("ここ"), grant("よそ"), grant("全国")
    for programme in (here, elsewhere, everywhere):
        call(programme, closes_on="2026-12-20")
    here.areas.add(area)
    elsewhere.areas.add(Area.objects.create(site=site, name="よその市"))
    assert sorted(titles(read(f"area={area.pk}"))) == ["ここ", "全国"]


def test_what_nobody_can_tick_is_left_aside(grant, call, read):
    call(grant(), closes_on="2026-12-20")
    assert read("status=nonsense&area=%00&size=x&page=99&order=z").total == 1


CHOSEN = ["", "form=npo", "size=to_1m&size=above", "status=over", "cost=personnel&partner=alone", "field=1&form=npo"]


def _filled(grant, call, site) -> None:
    areas = [Area.objects.create(site=site, name=name) for name in ("東区", "西区")]
    fields = list(NpoField.objects.all()[:3])
    days = [-400, -20, 5, 40]
    combinations = product(
        days, [None, 50_000, 900_000, 9_000_000], [[], ["any"], ["npo", "school"]], [[], ["personnel"]]
    )
    for number, (closes, most, forms, costs) in enumerate(islice(combinations, 96)):
        programme = grant(
            f"助成{number}", amount_max=most, legal_forms=forms, costs=costs, partners=["", "alone"][number % 2]
        )
        call(programme, closes_on=NOW.date() + timedelta(days=closes))
        programme.areas.set(areas[: number % 3])
        programme.npo_fields.set(fields[: number % 4])


def test_every_count_is_the_length_of_the_list_behind_it(grant, call, read, site):
    _filled(grant, call, site)
    for query in CHOSEN:
        found = read(query)
        for facet in found.facets:
            for option in facet.options:
                wanted = QueryDict(query, mutable=True)
                wanted.setlist(facet.name, [option.value])
                assert read(wanted.urlencode()).total == option.count, (query, facet.name, option.value)
        assert {facet.name for facet in found.facets} == {facet.name for facet in facets.FACETS}


def counts(found) -> dict[str, dict[str, int]]:
    return {facet.name: {option.value: option.count for option in facet.options} for facet in found.facets}


def test_what_is_remembered_of_the_list_follows_the_clock_and_the_facts(grant, call, read, committed, at_any_pace):
    call(grant("受付中"), opens_on="2026-11-28", closes_on="2026-12-20", decision_on="2027-02-01")
    call(grant("いつでも"), opens_on="2026-01-01")
    grant("見込み", opens_month=2)
    committed()
    for days in (0, 1, 2, 10, 24, 25, 26, 60, 68, 90, 127, 129, 200):
        now = NOW + timedelta(days=days)
        with generations.one_request():
            known = read(now=now)
        assert (titles(known), counts(known)) == (titles(read(now=now)), counts(read(now=now))), days
    with generations.one_request():
        GrantProgramme.objects.update(partners="alone")
        assert counts(read(now=now)) == counts(known)  # the control: it is remembered
    programme = GrantProgramme.objects.get(name="見込み")
    programme.npo_fields.add(NpoField.objects.first())
    committed()
    with generations.one_request():
        assert counts(read(now=now))["field"] == counts(read(now=now))["field"] != counts(known)["field"]


def test_the_largest_first(grant, call, read):
    for name, most in (("小", 1), ("大", 9), ("不明", None)):
        call(grant(name, amount_max=most), closes_on="2026-12-20")
    assert titles(read("order=amount")) == ["大", "小", "不明"]


# However many ---------------------------------------------------------------------------------------------------


def _many(index, funder, number: int) -> None:
    """Grants with pages and a call each, written as rows: a save each would take minutes."""
    first = GrantPage.objects.count() + 1
    for count in range(first, first + number):
        path = f"{index.path}{count:04X}"
        page = GrantPage(
            title=f"助成{count}", slug=f"many-{count}", path=path, depth=index.depth + 1, locale=index.locale,
            url_path=f"{index.url_path}many-{count}/", live=True,
        )  # fmt: skip
        GrantPage.save_base(page, raw=False)
    pages = GrantPage.objects.filter(slug__startswith="many-")
    known = set(GrantProgramme.objects.values_list("page_key", flat=True))
    programmes = GrantProgramme.objects.bulk_create(
        GrantProgramme(
            site=funder.site, funder=funder, name=page.title, page_key=page.translation_key, sort_key=page.title,
            amount_max=count * 1000, legal_forms=["npo"], opens_month=count % 12 + 1,
        )
        for count, page in enumerate(pages, start=1)
        if page.translation_key not in known
    )  # fmt: skip
    calls = []
    for count, programme in enumerate(programmes):
        day = date(2026, 1, 1) + timedelta(days=count * 13 % 700)
        row = GrantCall(programme=programme, opens_on=day - timedelta(days=30), closes_on=day)
        row.derive()
        calls.append(row)
    GrantCall.objects.bulk_create(calls)


def _queries(read, query: str) -> int:
    read(query)  # whatever a process asks once is asked now
    with CaptureQueriesContext(connection) as queries:
        found = read(query)
    assert found.cards
    return len(queries)


@pytest.mark.parametrize("query", ["", "status=open&form=npo&size=to_100k&order=amount", "page=2&field=1"])
def test_the_number_of_queries_does_not_grow(index, funder, read, query):
    _many(index, funder, 60)
    few = _queries(read, query)
    _many(index, funder, 400)
    assert _queries(read, query) == few


@pytest.mark.parametrize("query", ["", "form=npo&size=to_100k&order=amount"])
def test_five_thousand_calls_are_filtered_and_sorted_with_as_many_queries_as_sixty(index, funder, read, query):
    _many(index, funder, 60)
    few = _queries(read, query)
    _many(index, funder, 190)
    rows = []
    for number, programme in enumerate(GrantProgramme.objects.select_related("funder")):
        for year in range(1, 21):
            day = date(2026 - year, number % 12 + 1, 20)
            row = GrantCall(programme=programme, opens_on=day - timedelta(days=30), closes_on=day)
            row.derive()
            rows.append(row)
    GrantCall.objects.bulk_create(rows)
    assert GrantCall.objects.count() > 5_000
    assert _queries(read, query) == few


def test_staff_see_a_page_of_it_only(index, grant, call, read):
    for number in range(30):
        call(grant(f"助成{number}"), closes_on="2026-12-20")
    assert (len(read().cards), read().total, len(read("page=2").cards)) == (24, 30, 6)


def test_each_choice_is_a_link_to_the_list_without_it_and_the_order_stays(client, index, grant, call, read):
    call(grant("だれでも"), closes_on="2026-12-20")
    found = read("form=npo&order=amount&q=だれでも&page=1")
    assert next(chip.label for chip in found.chosen) == "「だれでも」 ×"
    assert [QueryDict(chip.url[1:]) for chip in found.chosen] == [
        QueryDict("form=npo&order=amount"), QueryDict("order=amount&q=だれでも"),
    ]  # fmt: skip
    page = client.get("/ja/grants-here/?order=amount").content.decode()
    assert '<input type="hidden" name="order" value="amount">' in page


def test_the_page_answers_and_says_when_it_is_empty(client, index):
    answer = client.get("/ja/grants-here/")
    assert "いま応募できる助成金はありません" in answer.content.decode()


def test_the_page_of_a_grant_says_what_its_list_says(client, grant, call):
    programme = grant(opens_month=12)
    call(programme, closes_on=timezone.localdate() + timedelta(days=3), closing_kind="postmarked")
    words = client.get("/ja/grants-here/grant-1/").content.decode()
    assert str(Status.CLOSING.label) in words or "まもなく締切" in words
    assert "消印有効" in words


@pytest.mark.parametrize(("facts", "said"), [
    ({"closing_kind": "postmarked"}, ["締切の日の消印があれば間に合います", "助成元が用意しています"]),
    ({"closing_kind": "online", "guidelines_url": "https://example.jp/call"}, ["インターネットで送ります"]),
    ({}, ["助成元が用意しています"]),
])  # fmt: skip
def test_the_page_of_a_grant_says_how_one_applies_as_far_as_it_is_known(client, grant, call, facts, said):
    call(grant(), closes_on=timezone.localdate() + timedelta(days=3), **facts)
    words = client.get("/ja/grants-here/grant-1/").content.decode()
    assert "申込方法" in words
    ways = ("締切の日の消印があれば間に合います", "インターネットで送ります", "助成元が用意しています")
    assert [way for way in ways if way in words] == said


def test_nobody_is_told_how_to_apply_where_there_is_no_call(client, grant):
    grant(opens_month=12)
    assert "助成元が用意しています" not in client.get("/ja/grants-here/grant-1/").content.decode()


def test_a_page_without_facts_is_not_there(client, grant):
    GrantProgramme.objects.filter(pk=grant().pk).delete()
    assert client.get("/ja/grants-here/grant-1/").status_code == 404


def test_the_list_leads_to_the_guide_that_staff_chose_while_it_is_there(client, index, site):
    guide = GuidePage(title="助成金のさがし方", slug="how-to", locale=index.locale)
    site.root_page.add_child(instance=guide)
    index.guide = guide
    index.save()
    assert 'href="/ja/how-to/"' in client.get("/ja/grants-here/").content.decode()
    guide.unpublish()
    assert 'href="/ja/how-to/"' not in client.get("/ja/grants-here/").content.decode()
