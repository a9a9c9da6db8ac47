"""A test that leaves rows behind unsaid is found out, and what it left is gone for the next."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's copies are not counted")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_copy_in_which_something_was_left_is_replaced_and_named(copies):
    name = connection.settings_dict["NAME"]
    assert copies.mend() == []
    with closing(sqlite3.connect(name)) as other, other:
        other.execute("DELETE FROM wagtailcore_site")
    assert copies.mend() == ["empty"]
    assert copies.mend() == []
