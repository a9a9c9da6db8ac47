"""Staff in front of the workspace of an event."""

import pytest
from wagtail.models import Site

from cms.accounts.models import User
from cms.core import roles
from cms.core.models import StaffRole
from tests.factories.event_pages import offered, told


@pytest.fixture
def log_in(client, db):
    """Log in as a member of one of the staff groups: `log_in("desk")`; returns the client."""
    roles.grant(site=Site.objects.get(is_default_site=True))

    def person(role):
        user = User.objects.create_user(role, f"{role}@example.jp", "x", last_name="鈴木", first_name="次郎")
        user.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(user)
        return client

    return person


@pytest.fixture
def desk(log_in):
    return log_in("desk")


@pytest.fixture
def offering(db):
    """Two places at an event in three weeks."""
    return offered(told(days=20), capacity=2)
