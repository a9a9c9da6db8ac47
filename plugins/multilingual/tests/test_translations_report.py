"""The report that says of all pages how they stand in each language."""

import re
import sqlite3
from collections import Counter
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from plugins.multilingual.models import AgreedTerm
from plugins.multilingual.translation import report, services
from plugins.multilingual.translation.pieces import pieces_of
from plugins.multilingual.translation.standing import Standing, locales, standings
from plugins.multilingual.views import report as report_view

from .translating_staff import at, rights, staff
from .translation_pages import NOW, a_page, locale, say, site, translated

pytestmark = pytest.mark.django_db


__all__ = ["rights", "staff"]


def test_the_report_lists_what_is_out_of_date_and_writes_files(staff):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    client = staff("editor")
    url = reverse("plugins_admin:multilingual:translations")
    html = client.get(url).content.decode()
    assert "ごみの出し方" in html
    assert ">古い</span>" in html
    csv = client.get(reverse("plugins_admin:multilingual:translations_file", args=["csv"]) + "?state=stale")
    assert "ごみの出し方" in csv.content.decode("utf-8-sig")
    assert client.get(reverse("plugins_admin:multilingual:translations_file", args=["xlsx"])).status_code == 200
    assert client.get(f"{url}?language=en&state=missing").status_code == 200


def test_the_report_does_not_ask_more_for_more_pages(staff, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = staff("editor"), reverse("plugins_admin:multilingual:translations") + "?state=all"

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    translated(a_page())
    few = asked()
    for number in range(4):
        translated(a_page(f"ページ{number}", f"page-{number}"))
    assert asked() <= few


def test_the_report_reads_the_pages_of_one_screen_alone(staff, monkeypatch):
    read = Counter()
    monkeypatch.setattr(report_view, "PER_PAGE", 2)
    keys = [translated(a_page(f"ページ{number}", f"page-{number}")).translation_key for number in range(5)]
    client, url = staff("editor"), reverse("plugins_admin:multilingual:translations")

    def note(sender, instance, **_signal):
        if instance.translation_key in keys:
            read[instance.translation_key] += 1

    post_init.connect(note, sender=Page)
    try:
        html = client.get(f"{url}?state=public&language=en&words=ページ").content.decode()
    finally:
        post_init.disconnect(note, sender=Page)
    assert "5件" in html
    assert len(read) == 2


def _at_each_place(into):
    """How each page stands in each language, from the pages themselves."""
    found = {}
    for page in Page.objects.filter(locale__language_code="ja", live=True, depth__gt=1, alias_of=None):
        for stands in standings([page.translation_key], into)[page.translation_key]:
            found[page.pk, stands.locale.pk] = stands.standing
    return found


@pytest.mark.parametrize("wanted", [*([each] for each in Standing), [Standing.STALE, Standing.DRAFT], list(Standing)])
def test_the_report_says_of_many_pages_what_is_said_of_each(admin_user, wanted):
    made = {name: translated(a_page(name, name)) for name in ("public", "stale", "hidden", "hidden-alias")}
    say(made["stale"].get_translation(locale("ja")), lead="朝9時までに出します。")
    made["hidden"].unpublish()
    begun = a_page("begun", "begun")
    services.start(begun, locale=locale("en"), now=NOW)
    alias = made["hidden-alias"]
    Page.objects.filter(pk=alias.pk).update(alias_of=alias.get_translation(locale("ja")).pk)
    a_page("missing", "missing")
    into = locales(site())
    expected = _at_each_place(into)
    assert set(expected.values()) == set(Standing)
    pages = report.sources(admin_user, site()).order_by("path")
    found = report.places(pages, into, states=set(wanted), lacking={})
    assert {(place.page, place.locale.pk) for place in found} == {
        place for place, standing in expected.items() if standing in wanted
    }
    assert [line.at.standing in wanted for line in report.lines(found, lacking={})] == [True] * len(found)


def test_all_states_are_all_pages_in_all_languages_whichever_part_is_asked_for(admin_user):
    for name in ("one", "two", "three"):
        a_page(name, name)
    pages, into = report.sources(admin_user, site()).order_by("path"), locales(site())
    every = report.EveryPlace(pages, into)
    whole = report.places(pages, into, states=set(Standing), lacking={})
    assert (list(every), len(every), every[1]) == (whole, len(whole), whole[1])
    bounds = range(0, len(whole) + 3)
    assert all(every[begin:end] == whole[begin:end] for begin in bounds for end in bounds)


def test_the_report_of_all_states_reads_the_keys_of_one_screen(staff):
    """However pages stand, they are listed: nobody looks through all of them for it."""
    translated(a_page())
    with CaptureQueriesContext(connection) as queries:
        html = staff("editor").get(reverse("plugins_admin:multilingual:translations") + "?state=all").content.decode()
    assert "ページ" in html
    lists = [
        query["sql"]
        for query in queries
        if re.match(r'SELECT "wagtailcore_page"."(id|translation_key)" AS', query["sql"])
    ]
    assert len(lists) == 1
    assert re.search(r" LIMIT \d+$", lists[0])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases take more values")
def test_the_report_asks_for_few_pages_by_their_keys(admin_user):
    """Of all sites they may be more than SQLite takes in one query."""
    page, into = a_page(lead="まちづくりセンターに出します。"), locales(site())
    translated(page)
    pages = report.sources(admin_user, site()).order_by("path")
    lacking = {locale("en").pk: {page.translation_key: 1} | {uuid4(): 1 for _other in range(1200)}}
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1000)
    try:
        found = report.places(pages, into, states={Standing.STALE}, lacking=lacking)
        # The control: so many keys are too many.
        with transaction.atomic(), pytest.raises(OperationalError):
            list(pages.filter(translation_key__in=lacking[locale("en").pk]))
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    assert found == [report.Place(page.pk, locale("en"))]


@pytest.mark.parametrize("number", [1, 1200])
def test_terms_are_found_however_many_are_agreed(number):
    page = a_page(lead="まちづくりセンターに出します。")
    AgreedTerm.objects.bulk_create(
        AgreedTerm(site=site(), term=f"ことば{n}番", language="en", translation=f"word {n}") for n in range(number)
    )
    AgreedTerm.objects.create(site=site(), term="まちづくりセンター", language="en", translation="Machizukuri Center")
    translated(page)
    assert report.lacking_terms(locale("en"), site()) == {page.translation_key: 1}


def test_an_agreed_term_that_is_missing_is_said_in_the_editor_and_the_report(staff):
    page = a_page(lead="まちづくりセンターに出します。")
    AgreedTerm.objects.create(site=site(), term="まちづくりセンター", language="en", translation="Machizukuri Center")
    translated(page)
    client = staff("editor")
    said = "「まちづくりセンター」の訳語は「Machizukuri Center」と決めてあります。"
    assert said in client.get(at("translate", page, "en")).content.decode()
    report = reverse("plugins_admin:multilingual:translations") + "?state=terms"
    assert "ごみの出し方" in client.get(report).content.decode()
    translation = services.start(page, locale=locale("en"), now=NOW)
    lead = next(piece for piece in pieces_of(translation) if piece.path == "lead")
    typed = {lead.key: services.Typed("Bring it to the machizukuri center.")}
    services.keep(translation=translation, typed=typed, by=None, now=NOW)
    assert said not in client.get(at("translate", page, "en")).content.decode()
    assert "ごみの出し方" not in client.get(report).content.decode()
