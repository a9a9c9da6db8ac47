"""Rows of several tables in one query are the rows that their own queries give."""

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from cms.core.one_query import KeptParts, Part, read
from events.registration.models import Offering, OfferingPool, Session
from tests.factories.events import SessionFactory, VenueFactory, bookable, course

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


def dates(event):
    return Part(
        Session.objects.filter(event=event), ("event", "name", "starts_at", "venue__name", "venue__step_free"),
        order=("starts_at", "pk"),
    )  # fmt: skip


def parts(event):
    return {
        "dates": dates(event),
        "offerings": Part.whole(Offering.objects.filter(event=event)),
        "takes": Part.whole(OfferingPool.objects.filter(offering__event=event), "pool"),
    }


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def event():
    """An event whose dates are at two venues and at none."""
    whole, _singles = course(dates=3, capacity=4)
    venues = [VenueFactory(step_free=True), None, VenueFactory()]
    for date, venue in zip(whole.event.sessions.order_by("starts_at"), venues, strict=True):
        Session.objects.filter(pk=date.pk).update(venue=venue)
    bookable()
    return whole.event


@pytest.fixture(params=["at once", "kept"])
def ask(request):
    if request.param == "at once":
        return lambda pk: read(parts(pk))
    kept = KeptParts(parts, event=int)
    return lambda pk: kept.read(event=pk)


def test_all_parts_come_in_one_query(ask, event):
    ask(event.pk)  # a process asks once whether the database knows JSON
    with CaptureQueriesContext(connection) as queries:
        found = ask(event.pk)
    assert (len(queries), sorted(found)) == (1, ["dates", "offerings", "takes"])


def test_whole_rows_are_equal_in_every_column(ask, event):
    found = ask(event.pk)
    for name, model in (("offerings", Offering), ("takes", OfferingPool)):
        for row in found[name]:
            assert columns(row) == columns(model.objects.get(pk=row.pk))
    assert {row.pool.event_id for row in found["takes"]} == {event.pk}


def test_what_a_key_points_at_comes_along_without_a_query(ask, event):
    found = ask(event.pk)["dates"]
    with CaptureQueriesContext(connection) as queries:
        seen = [(row.starts_at, row.venue and (row.venue.name, row.venue.step_free)) for row in found]
    assert len(queries) == 0
    assert seen == [
        (row.starts_at, row.venue and (row.venue.name, row.venue.step_free))
        for row in Session.objects.filter(event=event).select_related("venue").order_by("starts_at")
    ]


@pytest.mark.every_case
@pytest.mark.parametrize("name", ["dates", "offerings", "takes"])
def test_a_row_is_one_that_is_saved(ask, event, name):
    row = ask(event.pk)[name][0]
    assert (row._state.adding, row._state.db, row.pk is not None) == (False, "default", True)
    assert row == type(row).objects.get(pk=row.pk)


def test_a_listener_of_new_rows_is_told_of_each(ask, event):
    """Rows are made without calls only where nobody would notice."""
    told = []

    def note(instance, **_kwargs):
        told.append(instance)

    post_init.connect(note, sender=Session)
    try:
        found = read({"dates": dates(event)})["dates"]
    finally:
        post_init.disconnect(note, sender=Session)
    assert {row.pk for row in told} == {row.pk for row in found}


def test_a_column_that_was_not_asked_for_is_read_when_it_is_used(ask, event):
    date = ask(event.pk)["dates"][0]
    assert date.ends_at == Session.objects.get(pk=date.pk).ends_at


def test_rows_that_point_at_one_row_share_it(ask):
    venue = VenueFactory()
    first = SessionFactory(venue=venue)
    SessionFactory(event=first.event, venue=venue)
    found = ask(first.event_id)["dates"]
    assert found[0].venue is found[1].venue


def test_other_values_give_other_rows(event):
    other, kept = bookable().event, KeptParts(parts, event=int)
    assert [row.event_id for row in kept.read(event=event.pk)["dates"]] == [event.pk] * 3
    assert [row.event_id for row in kept.read(event=other.pk)["dates"]] == [other.pk]


def test_kept_parts_are_built_once(event):
    built = []

    def build(event):
        built.append(event)
        return parts(event)

    kept = KeptParts(build, event=int)
    assert kept.read(event=event.pk).keys() == kept.read(event=event.pk).keys()
    assert len(built) == 1
