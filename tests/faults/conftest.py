"""One centre for all tests here; each scenario plays once, and each test looks at one fact of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from cms.accounts.models import User
from tests.factories.home import home_page

from .centre import SECRET_KEY, Centre
from .own_database import looked_at, own_database
from .scenarios import SCENARIOS, Played


@pytest.fixture(scope="package")
def centre(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest) -> Iterator[Centre]:
    """A centre that runs, and this process's own connection leads to its database."""
    folder = tmp_path_factory.mktemp("centre")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database = own_database(folder)
        try:
            database.start()
            with looked_at(database.url), override_settings(SECRET_KEY=SECRET_KEY), Centre(folder, database) as running:
                home_page("ja")
                yield running
        finally:
            database.stop()


@pytest.fixture(scope="package")
def staff_cookie(centre: Centre) -> str:
    """The cookie of somebody who is logged in as staff."""
    client = Client()
    client.force_login(User.objects.create_superuser("staff", "staff@example.jp", "x"))
    return f"__Host-sessionid={client.cookies['sessionid'].value}"


LONG_RUN = 30  # kills
HERE = [name for name, scenario in SCENARIOS.items() if scenario.plays_on(connection.vendor)]


@pytest.fixture(scope="package", params=HERE)
def played(request: pytest.FixtureRequest, centre: Centre, staff_cookie: str) -> Played:
    """A scenario that was played, and everything has come to its end."""
    scenario = SCENARIOS[request.param]
    if connection.vendor in scenario.in_the_long_run_alone and request.config.getoption("kills") < LONG_RUN:
        pytest.skip("played by `make faults`")
    return scenario.play(centre, staff_cookie)
