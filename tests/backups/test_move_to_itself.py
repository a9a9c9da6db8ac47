"""A database is never moved into itself."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_database_that_the_site_runs_on_is_no_target() -> None:
    name = connection.settings_dict["NAME"]
    server = "sqlite://" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rpartition("/")[0]
    with pytest.raises(CommandError, match="the site runs on"):
        call_command("move_database", to=f"{server}/{name}")
