"""People and places that tests of activities need."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.activities import ActivityIndexFactory
from tests.factories.organisations import staff


@pytest.fixture
def activity_index(db: None) -> Any:
    return ActivityIndexFactory()


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """A browser in which a member of the editors is logged in."""
    client.force_login(staff("editor"))
    return client
