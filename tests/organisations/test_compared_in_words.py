"""Two versions of a directory say in words which organisations it lists."""

import re

import pytest
from django.urls import reverse

from activities.organisations.models import Kind, OrganisationDirectoryPage, Status
from tests.factories.organisations import DirectoryFactory, staff

pytestmark = pytest.mark.django_db


def test_kinds_and_states_are_compared_in_words(client):
    made = DirectoryFactory(kinds=[Kind.NPO], statuses=[])
    before = made.save_revision()
    page = OrganisationDirectoryPage.objects.get(pk=made.pk)
    page.kinds, page.statuses = [Kind.NPO, Kind.NETWORK], [Status.ACTIVE]
    after = page.save_revision()
    client.force_login(staff("manager"))
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
    html = client.get(address).content.decode()
    shown = " ".join(re.findall(r'<td class="comparison[^>]*>.*?</td>', html, re.DOTALL))
    assert str(Kind.NETWORK.label) in shown
    assert str(Status.ACTIVE.label) in shown
    assert not re.search(rf"[\[\]]|\b({Kind.NETWORK}|{Status.ACTIVE})\b", re.sub(r"<[^>]*>", " ", shown))
