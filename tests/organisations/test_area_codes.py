"""Areas know the code of their municipality: the field, and the list that is exported."""

import pytest
from django.urls import reverse

from activities.organisations import models
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def directory(db):
    return DirectoryFactory()


def log_in(client, role):
    client.force_login(staff(role))


def test_the_export_says_areas_with_their_codes(client, django_assert_max_num_queries):
    areas = [models.Area.objects.create(name=name, code=code) for name, code in (("浜松市", "221309"), ("遠州", ""))]
    for number in range(5):
        organisation = OrganisationFactory(name=f"団体{number}")
        organisation.areas.set(areas)
        organisation.save()
    log_in(client, "editor")
    url = reverse("organisations:list")
    client.get(url)
    with django_assert_max_num_queries(20):
        lines = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode().splitlines()
    assert "codes of municipalities" not in lines[0]
    assert all("221309" in line and "浜松市" in line and "遠州" in line for line in lines[1:])
    assert len(lines) == 6


def test_a_wrong_code_of_an_area_is_refused_at_its_field_and_kept(client):
    log_in(client, "moderator")
    url = reverse(models.Area.snippet_viewset.get_url_name("add"))
    answer = client.post(url, {"name": "浜松市", "reading": "はままつし", "code": "221308"})
    assert "code" in answer.context["form"].errors
    assert 'value="221308"' in answer.content.decode()
    client.post(url, {"name": "浜松市", "reading": "はままつし", "code": "２２１３０"})
    assert models.Area.objects.get(name="浜松市").code == "221309"
