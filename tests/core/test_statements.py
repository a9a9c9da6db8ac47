"""Queries whose words are kept: they answer like the querysets that they are made from."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.core.json_rows import key_list, keys_as_json, keys_in_json, rows_as_json, rows_of
from cms.core.models import Keyword
from cms.core.statements import NO_KEY, Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    return [
        Keyword.objects.create(name=name, slug=slug) for name, slug in (("森", "mori"), ("川", "kawa"), ("海", "umi"))
    ]


def test_other_values_give_other_rows(words):
    statement = Statement(
        lambda pk, slug: Keyword.objects.filter(Q(pk=pk) | Q(slug=slug)).order_by("-pk"), pk=int, slug=str
    )
    assert list(statement(pk=words[0].pk, slug="umi")) == [words[2], words[0]]
    assert list(statement(pk=words[1].pk, slug="umi")) == [words[2], words[1]]
    assert list(statement(pk=NO_KEY, slug="nowhere")) == []


def test_the_queryset_is_built_once(words):
    built = []

    def build(pk):
        built.append(pk)
        return Keyword.objects.filter(pk=pk)

    statement = Statement(build, pk=int)
    for word in words:
        assert list(statement(pk=word.pk)) == [word]
    assert len(built) == 1


def test_a_call_is_one_query(words):
    statement = Statement(lambda pk: Keyword.objects.filter(pk=pk), pk=int)
    with CaptureQueriesContext(connection) as queries:
        list(statement(pk=1))
    assert len(queries) == 1


def test_the_text_of_a_startswith_is_no_pattern(words):
    odd = Keyword.objects.create(name="100%の会", slug="odd")
    Keyword.objects.create(name="100人の会", slug="even")
    statement = Statement(lambda name: Keyword.objects.filter(name__startswith=name), name=str)
    assert list(statement(name="100%")) == [odd]


def test_related_rows_and_converted_columns_come_along():
    statement = Statement(lambda pk: Site.objects.filter(pk=pk).select_related("root_page__locale"), pk=int)
    site = Site.objects.get(is_default_site=True)
    with CaptureQueriesContext(connection) as queries:
        (kept,) = statement(pk=site.pk)
        assert kept.root_page.locale.language_code == "ja"
        assert kept.root_page.translation_key == Page.objects.get(pk=site.root_page_id).translation_key
    assert len(queries) == 2  # the page that it is compared with is the other


def test_a_union_is_kept_as_well(words):
    def build(one, other):
        rows = Keyword.objects.order_by().values_list("slug", "pk")
        return rows.filter(pk=one).union(rows.filter(pk=other), all=True)

    statement = Statement(build, one=int, other=int)
    assert {slug for slug, _pk in statement(one=words[0].pk, other=words[2].pk)} == {"mori", "umi"}


def test_a_query_that_can_find_nothing_finds_nothing():
    assert list(Statement(lambda: Keyword.objects.filter(pk__in=[]))()) == []


def test_a_value_that_the_query_does_not_hold_is_refused():
    with pytest.raises(ValueError, match="slug"):
        Statement(lambda pk, slug: Keyword.objects.filter(pk=pk), pk=int, slug=str)(pk=1, slug="x")


def test_moments_are_given_as_the_database_writes_them():
    now = timezone.now()
    locked = [Page.objects.get(slug="home"), Page.objects.get(depth=1)]
    for page, hours in zip(locked, (1, 3), strict=True):
        Page.objects.filter(pk=page.pk).update(first_published_at=now + timedelta(hours=hours))
    statement = Statement(lambda at: Page.objects.filter(first_published_at__gt=at).order_by("depth"), at=datetime)
    assert list(statement(at=now)) == locked[::-1]
    assert list(statement(at=now + timedelta(hours=2))) == locked[1:]


def test_keys_that_are_no_numbers_are_given_as_the_database_writes_them():
    statement = Statement(lambda key: Page.objects.filter(translation_key=key), key=UUID)
    for page in Page.objects.all():
        assert page in statement(key=page.translation_key)
    assert not statement(key=uuid4())


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_through_its_own_connection(words):
    statement = Statement(lambda pk: Keyword.objects.filter(pk=pk), pk=int)
    assert list(statement(pk=words[0].pk)) == [words[0]]
    found = []

    def ask():
        found.extend(statement(pk=words[1].pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [words[1]]


def test_keys_go_in_as_one_parameter_however_many(words):
    statement = Statement(lambda keys: Keyword.objects.filter(pk__in=key_list(keys)).order_by("pk"), keys=str)
    many = [*(word.pk for word in words), *range(10**7, 10**7 + 50_000)]
    assert list(statement(keys=keys_as_json(many))) == words
    assert list(statement(keys=keys_as_json([]))) == []


def test_keys_come_out_as_the_text_that_goes_in(words):
    chosen = Keyword.objects.filter(slug__in=["mori", "umi"])
    ((name, keys),) = keys_in_json("some", chosen)
    assert name == "some"
    assert set(Keyword.objects.filter(pk__in=key_list(keys))) == {words[0], words[2]}


def test_no_keys_come_out_as_an_empty_list():
    assert list(keys_in_json("none", Keyword.objects.filter(slug="nowhere"))) == [("none", "[]")]


def test_rows_come_out_as_lists_whatever_they_hold(words):
    odd = Keyword.objects.create(name='"[,]\\', slug="odd", reading="")
    locales = Locale.objects.filter(language_code="ja").annotate(
        words=rows_as_json(Keyword.objects.annotate(all=Value(1)), "all", "pk", "name")
    )
    assert [odd.pk, '"[,]\\'] in rows_of(locales.get().words)
    assert len(rows_of(locales.get().words)) == 4
    assert rows_of(None) == ()
