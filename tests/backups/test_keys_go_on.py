"""A table counts its keys on from where they stand elsewhere, those of deleted rows with them."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from cms.backups import tables

pytestmark = pytest.mark.django_db


def test_a_key_of_a_deleted_row_is_not_given_again() -> None:
    users = get_user_model().objects
    table, column = users.model._meta.db_table, users.model._meta.pk.column
    gone = users.create_user(username="gone")
    last = gone.pk
    gone.delete()
    assert tables.last_key(connection, table, column) == last
    tables.count_on_from(connection, table, column, last + 500)
    assert tables.last_key(connection, table, column) == last + 500
    assert users.create_user(username="new").pk == last + 501
