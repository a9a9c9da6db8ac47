"""A search reads what it finds, not what there is: how SQLite goes about the statements."""

from __future__ import annotations

import pytest
from django.db import connection

from cms.search.keys import keys_found, values_found
from cms.search.queries import parse
from cms.search.together import search_together

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo_db"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plans"),
]

FTS = "wagtailsearch_indexentry_fts"


def asked_by(run):
    """The statement of `run` that asks the index, and its parameters."""
    asked = []

    def note(execute, sql, params, many, context):
        if FTS in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    [statement] = asked
    return statement


def plan(run):
    """The steps of that statement, as SQLite tells them."""
    sql, params = asked_by(run)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[-1] for row in cursor.fetchall()]


@pytest.fixture
def together(rf):
    from wagtail.models import Site

    from cms.plugin_api import Registry, SearchKind

    site = Site.objects.get(is_default_site=True)
    rows = [kind.queryset(site) for kind in Registry.of(SearchKind, site)]
    return lambda: search_together(parse("障害"), rows, stops=[5] * len(rows))


@pytest.fixture
def alone():
    from activities.models import ActivityPage

    return lambda: keys_found("障害", ActivityPage.objects.live())


@pytest.fixture
def unordered():
    from activities.models import ActivityPage

    return lambda: values_found("障害", ActivityPage.objects.live(), "depth")


HOW = pytest.mark.parametrize("how", ["together", "alone", "unordered"])


@HOW
def test_no_table_of_pages_or_organisations_is_read_from_end_to_end(how, request):
    steps = plan(request.getfixturevalue(how))
    tables = ("wagtailcore_page", "activities_", "organisations_organisation", "home_", "events_")
    assert [step for step in steps if step.startswith(tuple(f"SCAN {table}" for table in tables))] == []


@HOW
def test_no_index_is_made_of_the_hits(how, request):
    assert [step for step in plan(request.getfixturevalue(how)) if "AUTOMATIC" in step] == []


@HOW
def test_the_index_is_asked_before_its_entries(how, request):
    steps = plan(request.getfixturevalue(how))
    first = next(place for place, step in enumerate(steps) if step.startswith(f"SCAN {FTS}"))
    entries = next(place for place, step in enumerate(steps) if step.startswith("SEARCH wagtailsearch_indexentry "))
    assert first < entries
    assert "INTEGER PRIMARY KEY" in steps[entries]


@pytest.mark.parametrize(("typed", "counts"), [("の", False), ("a", True), ("緑", True), ("障害", True)])
def test_how_often_one_kana_stands_in_a_text_is_not_counted(typed, counts):
    from activities.models import ActivityPage

    sql, _ = asked_by(lambda: ActivityPage.objects.live().search(typed).count())
    assert ("bm25" in sql) == counts


def test_what_is_found_in_no_order_is_not_ranked(unordered):
    sql, _ = asked_by(unordered)
    assert "bm25" not in sql
    assert sql.count("MATCH") == 1
    assert "ORDER BY" not in sql
