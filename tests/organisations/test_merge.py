"""Merging: what moves, what is refused, and where the old address leads."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from activities.organisations import exceptions, merging, models
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, staff

pytestmark = pytest.mark.django_db


def merge(one, into, by=None):
    return merging.merge(organisation=one, into=into, by=by)


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


def test_an_editor_merges_in_two_steps_and_the_old_address_leads_to_the_successor(client):
    DirectoryFactory(slug="all")
    old, new = OrganisationFactory(slug="old"), OrganisationFactory(slug="new", name="新しい会")
    client.force_login(staff("editor"))
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


def test_who_may_only_look_cannot_merge(client):
    old = OrganisationFactory()
    client.force_login(staff("desk"))
    assert client.get(reverse("organisations:merge", args=[old.pk])).status_code == 302


def test_an_organisation_that_one_may_not_change_is_refused_at_the_field(client):
    old, shared = OrganisationFactory(), OrganisationFactory(site=None)
    client.force_login(staff("editor"))
    response = client.post(reverse("organisations:merge", args=[old.pk]), {"into": shared.pk, "sure": "1"})
    assert "into" in response.context["form"].errors


# Taking it back ----------------------------------------------------------------------------------------------------


def separated(organisation):
    merging.separate(organisation=models.Organisation.objects.get(pk=organisation.pk), by=None)
    return models.Organisation.objects.get(pk=organisation.pk)


def test_what_moved_comes_back_with_the_status_before():
    old, new, network = OrganisationFactory(status="dormant"), OrganisationFactory(), OrganisationFactory(network=True)
    models.NetworkMember.objects.create(network=network, organisation=old)
    models.Department.objects.create(organisation=old, name="事務局")
    models.Programme.objects.create(owner=old, name="助成")
    merge(old, new)
    old = separated(old)
    assert (old.status, old.successor) == ("dormant", None)
    assert [row.organisation for row in network.network_members.all()] == [old]
    assert [row.name for row in old.departments.all()] == ["事務局"]
    assert [row.name for row in old.programmes.all()] == ["助成"]


def test_what_the_successor_had_of_its_own_stays_there():
    old, new = OrganisationFactory(), OrganisationFactory()
    models.Department.objects.create(organisation=new, name="総務課")
    merge(old, new)
    models.Department.objects.create(organisation=new, name="事務局")
    separated(old)
    assert {row.name for row in new.departments.all()} == {"総務課", "事務局"}


def test_what_is_there_anew_does_not_come_back_twice():
    old, new = OrganisationFactory(), OrganisationFactory()
    models.Department.objects.create(organisation=old, name="事務局")
    merge(old, new)
    models.Department.objects.create(organisation=old, name="事務局")
    assert [row.name for row in separated(old).departments.all()] == ["事務局"]
    assert [row.name for row in new.departments.all()] == ["事務局"]


def test_a_merge_that_nobody_noted_is_taken_back_too():
    new = OrganisationFactory()
    old = OrganisationFactory(status="merged", successor=new)
    assert separated(old).status == "active"


def test_there_is_nothing_to_take_back():
    with pytest.raises(exceptions.NotMerged):
        merging.separate(organisation=OrganisationFactory(), by=None)


def test_an_editor_takes_it_back_and_the_address_is_its_own_again(client):
    DirectoryFactory(slug="all")
    old, new = OrganisationFactory(slug="old"), OrganisationFactory(slug="new")
    merge(old, new)
    assert client.get("/ja/all/old/").status_code == 301
    client.force_login(staff("editor"))
    url = reverse("organisations:separate", args=[old.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert client.get("/ja/all/old/").status_code == 200
    assert ModelLogEntry.objects.for_instance(old).filter(action="organisations.separate").exists()


def test_no_browser_keeps_the_way_to_the_successor_for_good(client):
    DirectoryFactory(slug="all")
    merge(OrganisationFactory(slug="old"), OrganisationFactory(slug="new"))
    assert client.get("/ja/all/old/")["Cache-Control"] == "no-cache"


def test_taking_back_what_is_not_merged_is_answered(client):
    client.force_login(staff("editor"))
    response = client.post(reverse("organisations:separate", args=[OrganisationFactory().pk]), follow=True)
    assert "統合されていません" in response.content.decode()
