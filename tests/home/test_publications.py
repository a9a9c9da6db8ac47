"""Dates of issue are checked at their field."""

import pytest
from django.core.exceptions import ValidationError

from home.models import PublicationPage
from tests.factories import home as f


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "at"), [
    ({"issued_month": 3}, "issued_year"),
    ({"issued_year": 2014, "issued_day": 3}, "issued_month"),
    ({"issued_year": 2014, "issued_month": 13}, "issued_month"),
    ({"issued_year": 2014, "issued_month": 2, "issued_day": 30}, "issued_day"),
    ({"issued_year": 1200}, "issued_year"),
])  # fmt: skip
def test_an_impossible_date_is_refused_at_its_field(fields, at):
    page = f.PublicationPageFactory()
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert at in refusal.value.message_dict


@pytest.mark.django_db
def test_a_year_alone_is_said_as_a_year():
    from cms.core.locales import LOCALES

    page = PublicationPage(issued_year=2001)
    assert page.issued_label(language=LOCALES["ja"]) == "平成13年(2001年)"
    assert page.issued_label(language=LOCALES["en"]) == "2001"
