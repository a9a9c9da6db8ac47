"""A former name goes on finding the organisation."""

import pytest

from activities.organisations import models
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def renamed(name, **others):
    row = OrganisationFactory(**{"name": "架橋市", "aliases": "かけ橋", **others})
    row = models.Organisation.objects.get(pk=row.pk)
    row.name = name
    row.save()
    return models.Organisation.objects.get(pk=row.pk)


def test_it_is_kept_first_among_the_other_names():
    assert renamed("虹の市").other_names == ["架橋市", "かけ橋"]


def test_a_space_more_is_no_other_name():
    assert renamed("架橋 市").other_names == ["かけ橋"]


def test_it_is_kept_once():
    assert renamed("虹の市", aliases="かけ橋\n架橋市").other_names == ["かけ橋", "架橋市"]


def test_the_name_it_has_now_is_not_among_them():
    assert renamed("かけ橋").other_names == ["架橋市"]


def test_names_that_fill_their_field_stay_as_they_are():
    full = "\n".join(["あ" * 199] * 10)
    assert renamed("虹の市", aliases=full).aliases == full


def test_it_is_kept_when_only_the_name_is_saved():
    row = models.Organisation.objects.get(pk=OrganisationFactory(name="架橋市").pk)
    row.name = "虹の市"
    row.save(update_fields=["name"])
    assert models.Organisation.objects.get(pk=row.pk).other_names == ["架橋市"]


def test_it_finds_the_organisation():
    row = renamed("虹の市")
    assert list(models.Organisation.objects.search("架橋市")) == [row]
