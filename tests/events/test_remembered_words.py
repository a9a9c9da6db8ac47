"""What words find in the list of events is counted from what the list without words knows, as long as that is true."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.registration.models import Event
from tests.events.test_remembered_lists import change_kind, in_spans, shown
from tests.factories.event_pages import told

pytestmark = pytest.mark.usefixtures("index", "at_any_pace")


@pytest.fixture
def events():
    """Three events that are over and three to come, by title."""
    made = {
        "past": (-20, "forum"), "older": (-400, "course"), "coming": (20, "course"), "later": (40, "forum"),
        "ancient": (-800, "forum"), "distant": (80, "forum"),
    }  # fmt: skip
    return {title: told(days=days, page={"title": title}, kind=kind) for title, (days, kind) in made.items()}


def facets_asked(queries):
    """The statements that ask which values events have; what is free is asked each time."""
    return [query["sql"] for query in queries if '"facet"' in query["sql"] and "keyword" in query["sql"]]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(("when", "kind"), [("coming", "course"), ("past", "course")])
def test_words_are_counted_from_what_the_list_without_words_knows(events, committed, when, kind, many, monkeypatch):
    word = {"coming": "coming", "past": "older"}[when]
    if many:
        in_spans(monkeypatch, committed)
    committed()
    asked = []
    for look in (lambda: None, lambda: shown(when)):
        look()
        with CaptureQueriesContext(connection) as queries:
            asked.append((shown(when, query=f"q={word}"), len(facets_asked(queries)), len(queries)))
    (unknown, counted, most), (known, counted_again, fewer) = asked
    assert unknown == known
    assert known[:2] == (1, {word})
    assert known[2]["kind"] == {kind: 1}
    assert (counted, counted_again) == (1, 0)
    assert fewer < most


def test_words_that_find_nothing_ask_for_no_event(events, committed):
    committed()
    with CaptureQueriesContext(connection) as queries:
        total, _titles, facets = shown("past", query="q=nowhere-to-be-found")
    assert (total, facets["kind"]) == (0, {})
    table = Event._meta.db_table
    assert [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"] and "hits" not in query["sql"]] == []


def test_what_words_find_is_counted_anew_after_a_change(events, committed):
    committed()
    shown("past")
    assert shown("past", query="q=older")[2]["kind"] == {"course": 1}
    change_kind(events["older"])
    committed()
    shown("past")
    assert shown("past", query="q=older")[2]["kind"] == {"tour": 1}
