"""Merging: what moves, what is refused, and where the old address leads."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from activities.organisations import exceptions, models, services
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, staff

pytestmark = pytest.mark.django_db


def merge(one, into, by=None):
    return services.merge(organisation=one, into=into, by=by)


def test_networks_departments_and_programmes_move():
    old, new, network = OrganisationFactory(), OrganisationFactory(), OrganisationFactory(network=True)
    models.NetworkMember.objects.create(network=network, organisation=old)
    models.Department.objects.create(organisation=old, name="事務局")
    models.Programme.objects.create(owner=old, name="助成")
    moves = merge(old, new)
    assert (moves.memberships, moves.departments, moves.programmes, moves.kept) == (1, 1, 1, 0)
    assert [row.organisation for row in network.network_members.all()] == [new]
    assert [row.name for row in models.Department.objects.filter(organisation=new)] == ["事務局"]


def test_what_the_successor_has_already_is_not_doubled():
    old, new, network = OrganisationFactory(), OrganisationFactory(), OrganisationFactory(network=True)
    for row in (old, new):
        models.NetworkMember.objects.create(network=network, organisation=row)
        models.Department.objects.create(organisation=row, name="事務局")
    assert merge(old, new).kept == 2


def test_a_private_contact_does_not_move():
    old, new = OrganisationFactory(), OrganisationFactory()
    models.ContactItem.objects.create(organisation=old, value="053-999-4242")
    merge(old, new)
    assert not new.contact_items.exists()


def test_a_merge_into_itself_in_a_circle_or_twice_is_refused():
    one, other, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    with pytest.raises(exceptions.MergeIntoItself):
        merge(one, one)
    merge(one, other)
    with pytest.raises(exceptions.MergeInCircles):
        merge(other, models.Organisation.objects.get(pk=one.pk))
    with pytest.raises(exceptions.AlreadyMerged):
        merge(models.Organisation.objects.get(pk=one.pk), third)


def test_a_moderator_merges_in_two_steps_and_the_old_address_leads_to_the_successor(client):
    DirectoryFactory(slug="all")
    old, new = OrganisationFactory(slug="old"), OrganisationFactory(slug="new", name="新しい会")
    client.force_login(staff("moderator"))
    url = reverse("organisations:merge", args=[old.pk])
    assert client.get(url).status_code == 200
    assert "新しい会" in client.post(url, {"into": new.pk}).content.decode()
    old.refresh_from_db()
    assert old.status == "active"
    assert client.post(url, {"into": new.pk, "sure": "1"}).status_code == 302
    old.refresh_from_db()
    assert (old.status, old.successor) == ("merged", new)
    assert client.get("/ja/all/old/")["Location"] == "/ja/all/new/"
    assert ModelLogEntry.objects.for_instance(old).filter(action="organisations.merge").exists()


def test_a_circle_is_said_at_the_field(client):
    old, new = OrganisationFactory(), OrganisationFactory()
    merge(old, new)
    client.force_login(staff("moderator"))
    response = client.post(reverse("organisations:merge", args=[new.pk]), {"into": old.pk})
    assert "into" in response.context["form"].errors


def test_an_editor_cannot_merge(client):
    old = OrganisationFactory()
    client.force_login(staff("editor"))
    assert client.get(reverse("organisations:merge", args=[old.pk])).status_code == 302


def test_a_circle_of_departments_is_refused_at_the_field(client):
    owner = OrganisationFactory(kind="government")
    old = models.Department.objects.create(organisation=owner, name="旧")
    new = models.Department.objects.create(organisation=owner, name="新", successor=old)
    client.force_login(staff("editor"))
    url = reverse("wagtailsnippets_organisations_department:edit", args=[old.pk])
    response = client.post(url, {"organisation": owner.pk, "name": "旧", "successor": new.pk, "from_fy": "平成16年度"})
    assert "successor" in response.context["form"].errors


def test_an_editor_records_the_renaming_of_a_department_with_eras(client):
    owner = OrganisationFactory(kind="government")
    client.force_login(staff("editor"))
    url = reverse("wagtailsnippets_organisations_department:add")
    response = client.post(
        url, {"organisation": owner.pk, "name": "市民協働課", "from_fy": "H16", "to_fy": "平成31年度"}
    )
    assert response.status_code == 302, response.context["form"].errors
    department = models.Department.objects.get()
    assert (department.from_fy, department.to_fy) == (2004, 2019)
