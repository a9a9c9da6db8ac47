"""Blocks of organisations in the body of a page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.organisations import merging
from activities.organisations.blocks import partners_block
from activities.organisations.models import Organisation
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, staff

pytestmark = pytest.mark.django_db


def value(*rows: dict[str, Any]) -> Any:
    full = [{"organisation": None, "name": "", "note": ""} | row for row in rows]
    return partners_block().normalize({"title": "いっしょに進める団体", "partners": full})


def test_each_partner_of_the_directory_links_to_its_page() -> None:
    DirectoryFactory(slug="groups")
    html = partners_block().render(
        value({"organisation": OrganisationFactory(name="楽笑", slug="raku"), "note": "会場"})
    )
    assert 'href="/ja/groups/raku/"' in html
    assert "会場" in html


def test_a_body_that_is_not_in_the_directory_is_named() -> None:
    assert "<b>県立高校4校</b>" in partners_block().render(value({"name": "県立高校4校"}))


def test_a_merged_partner_is_shown_as_its_successor() -> None:
    DirectoryFactory(slug="groups")
    old, new = OrganisationFactory(name="旧の会"), OrganisationFactory(name="新の会", slug="shin")
    merging.merge(organisation=old, into=new, by=staff("moderator"))
    old.refresh_from_db()
    assert 'href="/ja/groups/shin/">新の会' in partners_block().render(value({"organisation": old}))


def test_a_row_without_organisation_and_name_is_refused() -> None:
    with pytest.raises(ValidationError):
        partners_block().clean(value({"note": "会場"}))


def test_queries_do_not_grow_with_the_number_of_partners(rf: Any) -> None:
    DirectoryFactory()
    OrganisationFactory.create_batch(8)

    def queries(number: int) -> int:
        request = rf.get("/")
        shown = value(*({"organisation": row} for row in Organisation.objects.all()[:number]))
        with CaptureQueriesContext(connection) as captured:
            partners_block().render(shown, context={"request": request})
        return len(captured)

    queries(1)  # Wagtail remembers the sites' addresses for all requests
    assert queries(8) == queries(2)
