"""Facts are saved without a page: the search knows them all the same."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from activities.organisations.models import Department
from cms.background.models import Job
from cms.core.models import Keyword
from cms.core.models.fact_texts import say
from events.models import EventPage
from events.registration import services
from events.registration.models import Session, Venue
from tests.events.workspace.conftest import desk, log_in  # noqa: F401 - fixtures
from tests.factories.event_pages import offered, told
from tests.factories.events import NOW, VenueFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(index):
    page = told(days=20)
    offered(page, capacity=5)
    page.save()  # and indexed, as it is when somebody publishes it
    return page


def event_of(page):
    return EventPage.objects.get(pk=page.pk).facts


def found(words):
    return [row.pk for row in get_search_backend().search(words, EventPage.objects.all())]


def test_an_event_is_found_by_where_it_moved_to(page):
    session = event_of(page).sessions.get()
    venue = VenueFactory(name="くすのき会館")
    before = found("くすのき会館")
    services.reschedule(
        session=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, venue=venue, by=None,
        now=timezone.now(),
    )  # fmt: skip
    assert (before, found("くすのき会館")) == ([], [page.pk])


def test_an_event_is_found_by_a_desk_that_was_added(desk, page):  # noqa: F811
    rows = {
        "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-topic": "ふるさと納税の書き方", "rows-0-position": 1,
        "rows-0-languages": [],
    }  # fmt: skip
    desk.post(f"/admin/events/{event_of(page).pk}/rows/desks/", rows)
    assert found("ふるさと納税の書き方") == [page.pk]


def test_an_event_is_found_by_the_new_name_of_its_venue(desk, page, django_capture_on_commit_callbacks):  # noqa: F811
    venue = VenueFactory(name="古い名前の会館")
    event_of(page).sessions.update(venue=venue)
    venue_page = f"/admin/venues/edit/{venue.pk}/"
    fields = desk.get(venue_page).context["form"].initial
    typed = {name: value for name, value in fields.items() if value not in (None, False)}
    desk.post(venue_page, typed | {"name": "けやきホール"})
    assert Venue.objects.get().name == "けやきホール"
    assert found("けやきホール") == [page.pk]


def test_an_event_is_found_by_the_new_name_of_its_organiser(page):
    body = OrganisationFactory(name="旧称まちづくり会")
    event_of(page).organisers.create(organisation=body, role="host")
    body.name = "架橋みどりの会"
    body.save()
    assert found("架橋みどりの会") == [page.pk]


def test_an_event_is_found_by_the_new_name_of_who_advises_at_a_desk(page):
    department = Department.objects.create(organisation=OrganisationFactory(), name="旧市民課")
    event_of(page).desks.create(topic="手続き", organisation=department.organisation, department=department)
    department.name = "くらし窓口課"
    department.save()
    assert found("くらし窓口課") == [page.pk]


def test_control_a_body_that_is_saved_under_its_name_writes_nothing(page, settings):
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}
    body = OrganisationFactory()
    event_of(page).organisers.create(organisation=body, role="host")
    body.save()
    assert not Job.objects.filter(path__contains="write_anew").exists()


def test_the_events_of_a_renamed_body_are_jobs_of_a_hundred(index, settings):
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}
    body = OrganisationFactory()
    for _number in range(3):
        event_of(told(days=20)).organisers.create(organisation=body, role="host")
    Job.objects.all().delete()
    body.name = "架橋みどりの会"
    body.save()
    assert Job.objects.filter(path__contains="write_anew").count() == 1


def test_many_changes_wait_as_one_job_in_the_changes_own_transaction(page, settings):
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}
    for number in range(3):
        services.set_capacity(pool=event_of(page).pools.get().pk, capacity=10 + number, by=None, now=timezone.now())
    assert Job.objects.filter(path__contains="insert_or_update_object_task").count() == 1


def test_an_event_is_found_by_its_words_in_every_language(page):
    session = event_of(page).sessions.get()
    page.keywords.add(Keyword.objects.create(name="多文化"))
    say(site=page.get_site(), code="vi", japanese="多文化", text="đa văn hóa", place="", now=NOW)
    page.save()
    Session.objects.filter(pk=session.pk).update(name="午前の部")
    before = found("buoi sang")
    place = f"event_registration.session.{session.pk}.name"
    say(site=page.get_site(), code="vi", japanese="午前の部", text="Buổi sáng", place=place, now=NOW)
    assert (before, found("buoi sang")) == ([], [page.pk])
    assert found("da van hoa") == [page.pk]
    assert found("lop hoc") == [page.pk]  # of its kind, as the site calls it
