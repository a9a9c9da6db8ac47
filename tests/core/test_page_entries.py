"""A page's entries in both indexes are written once, when all of it is saved, and not for drafts."""

from datetime import timedelta

import pytest
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from activities.models import ActivityPage, PartnerLine
from activities.organisations.models import Organisation
from cms.background.models import Job
from cms.core import page_entries
from cms.search.pausing import indexing_paused
from tests.factories.activities import ActivityFactory, ActivityIndexFactory, follow, with_facts
from tests.factories.home import StandardPageFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return ActivityFactory(parent=ActivityIndexFactory(), title="川の掃除")


@pytest.fixture
def jobs(activity, settings):
    """The names of the tasks that are left to the worker, from now on."""
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}

    def names() -> list[str]:
        return sorted(path.rpartition(".")[2] for path in Job.objects.values_list("path", flat=True))

    return names


def found(words: str) -> list[int]:
    return [page.pk for page in ActivityPage.objects.live().search(words)]


def references(to: object) -> list[str]:
    """The keys of the pages that refer to it."""
    rows = ReferenceIndex.get_references_to(to).filter(base_content_type__model="page")
    return list(rows.values_list("object_id", flat=True))


def test_a_published_page_of_many_rows_is_written_once(activity, jobs):
    for _number in range(4):
        activity.partner_lines.add(PartnerLine(name="架橋市", role="commissioned"))
    activity.save_revision().publish()
    assert jobs() == ["insert_or_update_object_task", "update_reference_index_task"]


def test_a_draft_writes_nothing(activity, jobs):
    activity.title = "川の大掃除"
    activity.go_live_at = timezone.now() + timedelta(days=3)
    activity.save_revision()
    assert jobs() == []


def test_a_page_that_is_not_live_is_found_by_the_rows_that_its_editor_saves_after_it():
    page = ActivityFactory(parent=ActivityIndexFactory(), draft=True)
    page.partner_lines.add(PartnerLine(name="みどりの会", role="commissioned"))
    page.partner_lines.commit()
    page.save_revision()
    assert [row.pk for row in ActivityPage.objects.search("みどりの会")] == [page.pk]


def test_a_page_that_is_saved_is_found_by_its_rows(activity):
    body = OrganisationFactory(name="みどりの会")
    activity.partner_lines.add(PartnerLine(organisation=body, role="cooperated"))
    activity.save()
    assert found("みどりの会") == [activity.pk]
    assert references(body) == [str(activity.pk)]
    activity.partner_lines.clear()
    activity.save()
    assert (found("みどりの会"), references(body)) == ([], [])


def test_a_page_that_is_deleted_is_in_neither_index(activity):
    body = OrganisationFactory(name="みどりの会")
    activity.partner_lines.add(PartnerLine(organisation=body, role="cooperated"))
    activity.save()
    before = activity.index_entries.count()
    pk = activity.pk
    activity.delete()
    assert before == 1
    assert not activity.index_entries.model.objects.filter(object_id=str(pk)).exists()
    assert references(body) == []


def test_what_follows_is_found_by_the_new_title(activity, jobs):
    follow(ActivityFactory(parent=activity.get_parent().specific), activity)
    Job.objects.all().delete()
    activity.save_revision().publish()
    assert jobs() == ["insert_or_update_object_task", "update_reference_index_task", "write_anew"]


def test_what_else_is_saved_or_deleted_with_a_page_has_its_references_too(activity):
    page = StandardPageFactory(title="別のページ")
    body, gone = OrganisationFactory(), OrganisationFactory()
    with_facts(page_of_gone := ActivityFactory(parent=activity.get_parent().specific), organisation=gone)
    page_of_gone.save()
    rows_before = references(gone)

    def also(instance, **_signal):
        if instance.pk == page.pk:
            activity.partner_lines.add(PartnerLine(organisation=body, role="cooperated"))
            activity.save()
            page_of_gone.delete()

    post_save.connect(also, sender=type(page))
    try:
        page.save()
    finally:
        post_save.disconnect(also, sender=type(page))
    assert rows_before == [str(page_of_gone.pk)]
    assert references(body) == [str(activity.pk)]
    assert references(gone) == []


def test_a_page_that_cannot_be_saved_leaves_the_switch_as_it_was(activity):
    activity.slug = ""
    activity.title = ""
    with pytest.raises(Exception, match=r"title|タイトル"):
        activity.save()
    body = OrganisationFactory()
    other = ActivityPage.objects.get(pk=activity.pk)
    other.partner_lines.add(PartnerLine(organisation=body, role="cooperated"))
    other.save()
    assert references(body) == [str(activity.pk)]


def test_nothing_is_left_to_the_worker_while_indexing_is_paused(activity, jobs):
    with indexing_paused():
        activity.save()
    assert jobs() == ["update_reference_index_task"]


def test_every_page_type_leaves_its_entries_to_this_and_nothing_else_does():
    leaving = {model for model in page_entries.get_indexed_models() if not getattr(model, "search_auto_update", True)}
    assert {model for model in page_entries.get_indexed_models() if issubclass(model, Page)} - {Page} == leaving
    assert Organisation not in leaving
