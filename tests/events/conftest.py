"""A list of events on a site whose settings are there."""

import pytest
from wagtail.models import Site

from cms.core.models import Appearance, Centre
from tests.factories.event_pages import EventIndexFactory


@pytest.fixture
def index(db):
    site = Site.objects.get(is_default_site=True)
    # They are made when they are first asked for; that is not what tests count.
    Appearance.for_site(site)
    Centre.for_site(site)
    return EventIndexFactory()
