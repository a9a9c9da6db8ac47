"""Versions of an activity: whatever was deleted meanwhile, each can be looked at, edited and brought back whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Comment, Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from activities.models import ActivityPage, NumberLine, PartnerLine
from activities.organisations.models import Department, Organisation, Programme
from tests.factories.activities import ActivityFactory, follow, with_facts
from tests.factories.organisations import OrganisationFactory, staff

from .forms import partner, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(staff("manager"))
    return client


@pytest.fixture
def city(db):
    city = OrganisationFactory(name="架橋市")
    Department.objects.create(organisation=city, name="地域振興課")
    Programme.objects.create(owner=city, name="たねからみのり")
    return city


@pytest.fixture
def page(activity_index, city):
    """A public activity with every kind of fact, in two versions: with the city and, now, without it."""
    made = with_facts(ActivityFactory(parent=activity_index, title="最初の題"), organisation=OrganisationFactory())
    follow(made, ActivityFactory(parent=activity_index))
    made = ActivityPage.objects.get(pk=made.pk)
    made.partner_lines.add(
        PartnerLine(
            organisation=city,
            department=city.departments.get(),
            programme=city.programmes.get(),
            from_fy=2004,
            role="commissioned",
        )
    )
    made.sources = [("source", {"title": "報告書"})]
    made.save_revision().publish()
    made = ActivityPage.objects.get(pk=made.pk)
    made.save_revision().publish()  # a version that knows the keys of its rows
    made = ActivityPage.objects.get(pk=made.pk)
    made.title = "次の題"
    made.partner_lines.remove(*made.partner_lines.filter(organisation=city))
    made.numbers.add(NumberLine(label="回数", number="3回"))
    made.save_revision().publish()
    return ActivityPage.objects.get(pk=made.pk)


def former(page):
    """The version before the last."""
    return page.revisions.order_by("-created_at", "-pk")[1]


def facts(page):
    """All that a page holds, without the keys of rows."""
    data = page.serializable_data()
    kept = {
        name: [{key: value for key, value in row.items() if key != "pk"} for row in data[name]]
        for name in ("pillar_periods", "partner_lines", "predecessor_links", "numbers", "outcomes", "tagged_items")
    }
    return kept | {name: data[name] for name in ("title", "sources", "areas", "npo_fields", "partner_kinds", "body")}


def bring_back(revision):
    """What the button of the history does: publish an older version."""
    revision.as_object().save_revision().publish()
    return ActivityPage.objects.get(pk=revision.object_id)


def test_an_older_version_comes_back_whole(page):
    revision = former(page)
    before = facts(revision.as_object())
    assert len(before["partner_lines"]) == 2
    assert facts(bring_back(revision)) == before


def test_the_words_that_were_there_last_can_be_had_back_too(page):
    last, now = page.latest_revision, facts(page)
    bring_back(former(page))
    assert facts(bring_back(last)) == now


def test_a_page_that_was_taken_off_comes_back_whole(page):
    now = facts(page)
    page.unpublish()
    page = ActivityPage.objects.get(pk=page.pk)
    page.get_latest_revision().publish()
    assert facts(ActivityPage.objects.get(pk=page.pk)) == now


def test_who_takes_one_off_is_not_told_that_other_languages_stay(manager, page):
    """Nobody is shown a translation of an activity whose Japanese page is not public."""
    page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True).save_revision().publish()
    answer = manager.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True).content.decode()
    assert ("非公開にしました" in answer, "公開されたままです" in answer) == (True, False)


# Of rows that are gone -----------------------------------------------------------------------------------------


def delete(*rows):
    """As staff do it: what a page is saved with is kept, what only a version names is not."""
    for row in rows:
        row.delete()


def city_line(page):
    (line,) = [line for line in page.partner_lines.all() if line.role == "commissioned"]
    return line


def test_an_older_version_names_what_was_deleted_by_the_name_it_had(page, city):
    delete(*city.programmes.all(), *city.departments.all(), city)
    line = city_line(bring_back(former(page)))
    assert (line.organisation, line.department, line.programme) == (None, None, None)
    assert (line.name, line.department_name, line.programme_name) == ("架橋市", "地域振興課", "たねからみのり")
    assert (line.display_name, line.from_fy) == ("架橋市", 2004)


def test_what_is_written_beside_a_row_stays_as_it_was_written(page, city):
    revision = former(page)
    for line in revision.content["partner_lines"]:
        line["department_name"] = "当時の課"
    revision.save()
    delete(*city.departments.all())
    line = city_line(bring_back(revision))
    assert (line.organisation, line.department, line.department_name) == (city, None, "当時の課")


def test_a_version_of_before_takes_the_name_from_the_log(page, city, admin_user, manager):
    """Versions that were written before names were kept with them."""
    revision = former(page)
    for line in revision.content["partner_lines"]:
        line.pop("said", None)
    revision.save()
    delete(*city.programmes.all(), *city.departments.all())
    answer = manager.post(reverse(city.snippet_viewset.get_url_name("delete"), args=[city.pk]))
    assert (answer.status_code, Organisation.objects.filter(pk=city.pk).exists()) == (302, False)
    assert city_line(bring_back(revision)).name == "架橋市"


@pytest.mark.parametrize("screen", ["edit", "history", "review", "compare", "preview"])
def test_every_screen_of_such_a_page_opens(manager, page, city, screen):
    revision = former(page)
    revision.as_object().save_revision()  # a draft that names what is deleted next
    delete(*city.programmes.all(), *city.departments.all(), city)
    addresses = {
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "history": reverse("wagtailadmin_pages:history", args=[page.pk]),
        "review": reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]),
        "compare": reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, revision.pk, "latest"]),
        "preview": reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]),
    }
    answer = manager.get(addresses[screen])
    assert answer.status_code == 200
    if screen not in ("history", "compare"):  # these name what differs alone
        assert "架橋市" in answer.content.decode()


def test_a_version_keeps_no_more_than_names(page):
    (line,) = [line for line in former(page).content["partner_lines"] if line["role"] == "commissioned"]
    assert line["said"] == {"organisation": "架橋市", "department": "地域振興課", "programme": "たねからみのり"}


def test_a_department_is_named_by_its_own_name_though_the_log_calls_it_by_its_organisations_too(
    page, city, admin_user, manager
):
    """「架橋市 地域振興課」 in the log, and the organisation was renamed afterwards."""
    revision = former(page)
    for line in revision.content["partner_lines"]:
        line.pop("said", None)
    revision.save()
    log(city, "wagtail.edit")
    (department,) = city.departments.all()
    log(department, "wagtail.delete")
    department.delete()
    city.name = "新架橋市"
    city.save()
    line = city_line(bring_back(revision))
    assert (line.display_name, line.department_then) == ("新架橋市", "地域振興課")


def test_a_version_takes_no_row_away_from_another_page(page, activity_index):
    """The key of a row that was deleted may be given again: after a move to another database they are counted anew."""
    revision = former(page)
    (key,) = {line["pk"] for line in revision.content["partner_lines"] if line["role"] == "commissioned"}
    other = with_facts(ActivityFactory(parent=activity_index), organisation=OrganisationFactory(name="よその会"))
    other.partner_lines.all().delete()
    PartnerLine.objects.create(pk=key, page=other, name="よその会")
    back = bring_back(revision)
    assert (people(back), people(ActivityPage.objects.get(pk=other.pk))) == (people(revision.as_object()), ["よその会"])
    assert len(people(back)) == 2
    assert PartnerLine.objects.get(pk=key).page_id == other.pk


def queries_of_a_version(parent, lines):
    """How many queries it takes to write a version with so many partners, all of the directory, and to read it."""
    made = ActivityFactory(parent=parent)
    for number in range(lines):
        body = OrganisationFactory()
        department = Department.objects.create(organisation=body, name=f"課{number}")
        programme = Programme.objects.create(owner=body, name=f"制度{number}")
        made.partner_lines.add(PartnerLine(organisation=body, department=department, programme=programme))
        made.numbers.add(NumberLine(label=f"回数{number}", number="3回"))
    made.save()
    made = ActivityPage.objects.get(pk=made.pk)
    with CaptureQueriesContext(connection) as writing:
        content = made.serializable_data()
    with CaptureQueriesContext(connection) as reading:
        version = ActivityPage.from_serializable_data(content)
    assert len(version.partner_lines.all()) == lines
    return len(writing), len(reading)


def test_a_version_takes_as_many_queries_with_six_partners_as_with_one(activity_index):
    queries_of_a_version(activity_index, 1)  # what is remembered afterwards
    assert queries_of_a_version(activity_index, 6) == queries_of_a_version(activity_index, 1)


# By the form of the history --------------------------------------------------------------------------------------


def typed_again(version, **more):
    """What a browser sends of an older version: its rows with their keys."""
    lines = [
        partner(**{name: getattr(line, f"{name}_id", getattr(line, name, "")) or "" for name in partner()}, id=line.pk)
        for line in version.partner_lines.all()
    ]
    numbers = [{"label": row.label, "number": row.number, "id": row.pk} for row in version.numbers.all()]
    rows = {
        "partner_lines": inline_formset(lines, initial=len(lines)),
        "numbers": inline_formset(numbers, initial=len(numbers)),
    }
    sent = posted(title=version.title, slug=version.slug, action="publish", **more)
    return {key: value for key, value in sent.items() if not key.startswith(tuple(rows))} | nested_form_data(rows)


def people(page):
    return [line.display_name for line in page.partner_lines.all()]


def test_staff_bring_back_partners_that_were_removed_since(manager, page):
    """Their rows are gone: the keys in the form lead to nothing any more."""
    revision = former(page)
    version = revision.as_object()
    assert len(people(version)) == 2
    assert len(people(page)) == 1
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
    assert manager.post(address, typed_again(version)).status_code == 302
    page = ActivityPage.objects.get(pk=page.pk)
    assert (page.title, people(page), [row.number for row in page.numbers.all()]) == (
        "最初の題", people(version), ["約90人"],
    )  # fmt: skip


def test_a_draft_with_rows_that_were_deleted_by_publishing_another_version_is_saved(manager, page):
    with_both = former(page)
    page.get_latest_revision().as_object()  # the public one, without the city
    draft = with_both.as_object().save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert manager.post(address, typed_again(draft.as_object())).status_code == 302
    assert people(ActivityPage.objects.get(pk=page.pk)) == people(draft.as_object())


def test_a_row_that_was_just_removed_in_the_form_does_not_come_back(manager, page):
    revision = former(page)
    sent = typed_again(revision.as_object()) | {"partner_lines-1-DELETE": "1"}
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
    assert manager.post(address, sent).status_code == 302
    assert people(ActivityPage.objects.get(pk=page.pk)) == people(revision.as_object())[:1]


def test_a_key_that_leads_to_a_row_of_another_page_takes_nothing_from_it(manager, page, activity_index):
    other = with_facts(ActivityFactory(parent=activity_index), organisation=OrganisationFactory(name="よその会"))
    (theirs,) = other.partner_lines.all()
    sent = typed_again(page) | {"partner_lines-0-id": str(theirs.pk)}
    manager.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    assert people(ActivityPage.objects.get(pk=other.pk)) == ["よその会"]


# Of two who edit at once -----------------------------------------------------------------------------------------


def remove_a_partner(page, *, publish):
    """What a colleague does meanwhile."""
    page = ActivityPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.partner_lines.remove(page.partner_lines.all()[0])
    revision = page.save_revision()
    if publish:
        revision.publish()


@pytest.mark.parametrize("publish", [True, False], ids=["published", "as a draft"])
def test_a_line_that_somebody_else_removed_does_not_come_back_unasked(manager, page, publish):
    sent = typed_again(page) | {"title": "打ちかけの題"}
    remove_a_partner(page, publish=publish)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = manager.post(address, sent)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert shown.count("ほかの人がこの行を削除しました") == 1
    assert "打ちかけの題" in shown
    assert people(ActivityPage.objects.get(pk=page.pk).get_latest_revision_as_object()) == []
    # Removed here too, all else is saved.
    assert manager.post(address, sent | {"partner_lines-0-DELETE": "1"}).status_code == 302
    page = ActivityPage.objects.get(pk=page.pk)
    assert (page.title, people(page)) == ("打ちかけの題", [])


def test_the_preview_beside_an_older_version_shows_its_rows(manager, page):
    """It is compared with the last version, which does not have them."""
    sent = typed_again(former(page).as_object())
    answer = manager.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), sent)
    assert answer.json() == {"is_valid": True, "is_available": True}
    assert "架橋市" in manager.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])).content.decode()


def test_a_comment_that_its_author_deleted_does_not_come_back_under_another_name(manager, page):
    comment = Comment.objects.create(page=page, user=staff("editor"), text="ここは要確認", contentpath="title")
    row = {"id": comment.pk, "text": comment.text, "contentpath": "title", "position": "", "resolved": ""}
    sent = nested_form_data({"comments": inline_formset([row | {"replies": inline_formset([])}], initial=1)})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert manager.post(address, typed_again(page) | sent).status_code == 302  # a control: while it is there
    comment.delete()
    manager.post(address, typed_again(page) | sent)
    assert not Comment.objects.exists()
