"""The page of an organisation reads its own rows, not everybody's: how PostgreSQL goes about the statements.

SQLite goes by keys wherever it can; PostgreSQL decides by how many rows there are, so that there must be many.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection, models

from activities.models import PartnerLine
from activities.organisations.models import (
    ContactItem,
    Department,
    NetworkMember,
    Organisation,
    OrganisationKeyword,
    OrganisationText,
    Programme,
    Service,
)
from events.registration.models import EventOrganiser

MANY = 10_000
#: So many rows of a table are worth an index.
BIG = 5_000
#: Rows of an organisation, by the field that names it.
BELONGINGS = (
    (OrganisationText, "organisation"),
    (OrganisationKeyword, "content_object"),
    (Organisation.areas.through, "organisation"),
    (Organisation.domains.through, "organisation"),
    (NetworkMember, "network"),
    (NetworkMember, "organisation"),
    (EventOrganiser, "organisation"),
    (PartnerLine, "organisation"),
    (ContactItem, "organisation"),
    (Service, "organisation"),
    (Department, "organisation"),
    (Programme, "owner"),
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo_db"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plans"),
]


def copy_rows(model: type[models.Model], changes: dict[str, str], *, where: str, copies: int) -> None:
    """Write rows of a table so many times more; `changes` say in SQL what is other in copy `n`."""
    fields = [field for field in model._meta.local_concrete_fields if field.column in changes or not field.primary_key]
    own = {field.column: "gen_random_uuid()" for field in fields if isinstance(field, models.UUIDField)} | changes
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(own.get(field.column, f't."{field.column}"') for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} "
            f"FROM {table} t, generate_series(1, {copies}) n WHERE {where}"
        )


@pytest.fixture
def ten_thousand():
    """Organisations as busy as the busiest of the demo; tables of many rows each have some thousands of copies."""
    busy = Organisation.objects.get(slug="n-pocket")
    first = (Organisation.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    changes = {
        "id": f"{first} + n",
        "uuid": "gen_random_uuid()",
        "slug": "t.slug || '-' || n",
        "corporate_number": "''",
    }
    copy_rows(Organisation, changes, where=f"t.id = {busy.pk}", copies=MANY)
    for model, name in BELONGINGS:
        column = model._meta.get_field(name).column
        rows = model._default_manager.filter(**{name: busy}).count()
        if rows:
            copies = min(MANY, 2 * BIG // rows + 1)
            copy_rows(model, {column: f"{first} + n"}, where=f"t.{column} = {busy.pk}", copies=copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plans(run):
    """What PostgreSQL means to do about each SELECT of `run`."""
    asked = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "WITH", "(SELECT")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN {sql}", params)
            yield sql, "\n".join(row[0] for row in cursor.fetchall())


def big_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [BIG])
        return {row[0] for row in cursor.fetchall()}


def test_no_big_table_is_read_from_end_to_end(client, ten_thousand):
    big = big_tables()
    assert {"organisations_organisation", "activities_partnerline", "event_registration_eventorganiser"} <= big
    for address in ("/ja/organisations/n-pocket/", "/ja/networks/mmc-committee/", "/ja/public-bodies/okayama-city/"):
        asked = list(plans(lambda address=address: client.get(address)))
        assert asked, "the page came from the cache"
        for sql, plan in asked:
            assert not big & set(re.findall(r"Seq Scan on (\w+)", plan)), f"{address}\n{sql}\n{plan}"
