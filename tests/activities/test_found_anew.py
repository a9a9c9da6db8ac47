"""A name that changes after the activity was published finds the activity too."""

from __future__ import annotations

from typing import Any

import pytest

from activities.models import ActivityPage, PartnerLine
from activities.organisations.models import Department, Organisation, Programme
from cms.background.models import Job
from tests.factories.activities import ActivityFactory, follow
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [page.title for page in ActivityPage.objects.live().search(words)]


@pytest.fixture
def city() -> Any:
    return OrganisationFactory(name="架橋市")


def activity_of(**line: Any) -> ActivityPage:
    page = ActivityFactory(title="地域猫の会")
    page.partner_lines.add(PartnerLine(**line))
    page.save_revision().publish()
    return page


def test_by_the_new_name_of_an_organisation(city: Any) -> None:
    activity_of(organisation=city)
    city.name = "虹の市"
    city.save()
    assert found("虹の市") == ["地域猫の会"]


def test_by_the_name_that_a_department_got_later(city: Any) -> None:
    department = Department.objects.create(organisation=city, name="地域振興課")
    activity_of(organisation=city, department=department)
    department.successor = Department.objects.create(organisation=city, name="未来創造課")
    department.save()
    assert found("未来創造課") == ["地域猫の会"]


def test_by_the_new_name_of_what_the_department_became(city: Any) -> None:
    today = Department.objects.create(organisation=city, name="未来創造課")
    department = Department.objects.create(organisation=city, name="地域振興課", successor=today)
    activity_of(organisation=city, department=department)
    today.name = "希望推進課"
    today.save()
    assert found("希望推進課") == ["地域猫の会"]


def test_by_the_name_that_a_programme_got_later(city: Any) -> None:
    programme = Programme.objects.create(owner=city, name="たねまき助成")
    activity_of(organisation=city, programme=programme)
    programme.renamed_to = Programme.objects.create(owner=city, name="みのり基金")
    programme.save()
    assert found("みのり基金") == ["地域猫の会"]


def test_by_the_title_of_its_predecessor() -> None:
    earlier, later = ActivityFactory(title="寺子屋の試み"), ActivityFactory(title="学び舎")
    follow(later, earlier)
    assert set(found("寺子屋の試み")) == {"寺子屋の試み", "学び舎"}


def test_by_the_new_title_of_its_predecessor() -> None:
    earlier, later = ActivityFactory(title="寺子屋の試み"), ActivityFactory(title="学び舎")
    follow(later, earlier)
    earlier.title = "蛍雪の会"
    earlier.save_revision().publish()
    assert set(found("蛍雪の会")) == {"蛍雪の会", "学び舎"}


def test_by_the_name_that_an_organisation_had(city: Any) -> None:
    activity_of(organisation=city)
    city.name = "虹の市"
    city.save()
    assert found("架橋市") == ["地域猫の会"]


def jobs(settings: Any) -> list[Job]:
    """From here on work waits in rows, as it does in production."""
    settings.TASKS = {"default": {"BACKEND": "cms.background.backend.CeleryBackend"}}
    return Job.objects.filter(path="cms.search.writing_anew.write_anew")


def test_a_renaming_leaves_one_job_for_a_hundred_activities(city: Any, settings: Any) -> None:
    pages = [ActivityFactory() for _ in range(3)]
    PartnerLine.objects.bulk_create(
        PartnerLine(page=page, organisation=city, role=role) for page in pages for role in ("carried_out", "cohosted")
    )
    waiting = jobs(settings)
    city.name = "虹の市"
    city.save()
    assert [job.arguments["args"] for job in waiting] == [["activities.ActivityPage", [page.pk for page in pages]]]


def test_a_renaming_takes_as_many_queries_for_many_activities_as_for_one(
    city: Any, settings: Any, query_count: Any
) -> None:
    names = iter(f"第{number}の市" for number in range(9))

    def rename() -> None:
        city.name, city.aliases = next(names), ""
        city.save()

    jobs(settings)
    PartnerLine.objects.create(page=ActivityFactory(), organisation=city)
    few = query_count(rename)
    for _ in range(12):
        PartnerLine.objects.create(page=ActivityFactory(), organisation=city)
    assert query_count(rename) == few


def test_what_is_no_name_leaves_no_job(city: Any, settings: Any) -> None:
    activity_of(organisation=city)
    waiting = jobs(settings)
    city = Organisation.objects.get(pk=city.pk)
    city.website = "https://example.jp/"
    city.save()
    assert not waiting.exists()
