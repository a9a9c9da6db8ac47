"""A private contact is nowhere in public."""

import pytest

from activities.organisations import models
from cms.core.models import Keyword
from tests.factories.organisations import DirectoryFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

CANARY = "053-999-4242"
PUBLIC = "0533-11-1111"


@pytest.fixture
def organisation():
    DirectoryFactory(slug="all")
    row = OrganisationFactory(name="楽笑", slug="rakusho")
    keyword = Keyword.objects.create(name="パン", slug="pan")
    models.OrganisationKeyword.objects.create(tag=keyword, content_object=row)
    models.ContactItem.objects.create(organisation=row, value=CANARY, label=CANARY, note=CANARY)
    models.ContactItem.objects.create(organisation=row, value=PUBLIC, is_public=True)
    row.save()
    return row


ADDRESSES = [
    "/ja/all/",
    "/ja/all/?q=053-999-4242",
    "/ja/all/?q=楽笑",
    "/ja/all/rakusho/",
    "/en/all/rakusho/",
    "/ja/search/?q=楽笑",
    "/ja/keywords/",
    "/ja/keywords/pan/",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_private_telephone_is_not_at(client, organisation, address):
    response = client.get(address)
    html = b"".join(response) if response.streaming else response.content
    typed = b"?q=" + CANARY.encode()
    # What the visitor typed is shown to the visitor.
    shown = html.replace(b'value="' + CANARY.encode() + b'"', b"").replace(typed, b"")
    shown = shown.replace(f"「{CANARY}」".encode(), b"")
    assert CANARY.encode() not in shown


def test_the_public_telephone_is_on_the_page(client, organisation):
    assert PUBLIC in client.get("/ja/all/rakusho/").content.decode()


def test_a_search_for_the_private_number_finds_nothing(client, organisation):
    assert client.get("/ja/all/", {"q": CANARY}).context["listing"].total == 0
