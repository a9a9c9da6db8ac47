"""The demo's organisations load once and are complete."""

from datetime import date

import pytest
from wagtail.models import Site

from activities.organisations import demo, models
from cms.plugin_api import DemoContext

# What the demo says is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def context():
    site = Site.objects.get(is_default_site=True)
    return DemoContext(site=site, home=site.root_page.specific, today=date(2026, 5, 1), say=lambda line: None)


def test_loading_twice_makes_everything_once(context):
    demo.load(context)
    counted = [models.Organisation, models.OrganisationText, models.Department, models.NetworkMember, models.Area]
    first = [model.objects.count() for model in counted]
    demo.load(context)
    assert [model.objects.count() for model in counted] == first
    assert first[:2] == [44, 88]


def test_every_organisation_has_an_address_in_both_languages(demo_db, client):
    rows = models.Organisation.objects.all()
    assert len(rows) > 20
    for row in rows:
        url = row.public_url()
        assert client.get(url).status_code == 200, row.name
        assert client.get(url.replace("/ja/", "/en/")).status_code == 200, row.name


def test_renamed_departments_lead_to_the_present_one(demo_db):
    old = models.Department.objects.get(name="民生部障害者プラン推進室")
    assert old.successor.name == "健康福祉部障害者支援局障害者政策課"


def test_no_real_body_is_said_to_have_been_checked(demo_db):
    assert not models.Organisation.objects.exclude(verified_on=None).exists()
