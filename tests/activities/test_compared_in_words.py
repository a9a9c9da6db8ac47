"""Two versions beside each other say days in words, and nothing where nothing stands."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from activities.models import ActivityPage, PartnerLine
from cms.core.comparisons import in_words
from tests.factories.activities import ActivityFactory
from tests.factories.organisations import staff


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""), (True, "はい"), (False, "いいえ"), (date(2026, 6, 1), "2026/06/01"),
        (datetime(2026, 6, 1, 1, 30, tzinfo=UTC), "2026/06/01 10:30"), (2004, 2004), ("None", "None"),
    ],
)  # fmt: skip
def test_values_are_what_staff_read(value, words):
    with override("ja"):
        assert in_words(value) == words


@pytest.mark.django_db
def test_versions_are_compared_without_a_word_of_the_machine(client, activity_index):
    made = ActivityFactory(parent=activity_index)
    before = made.save_revision()
    page = ActivityPage.objects.get(pk=made.pk)
    page.last_confirmed_on = date(2026, 6, 1)
    page.partner_kinds = ["government", "npo"]
    page.partner_lines.add(PartnerLine(name="架橋市", role="commissioned"))
    after = page.save_revision()
    client.force_login(staff("manager"))
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
    html = client.get(address).content.decode()
    shown = re.findall(r'<td class="comparison[^>]*>.*?</td>', html, re.DOTALL)
    assert any("行政" in cell and "government" not in cell for cell in shown)
    assert any("2026/06/01" in cell for cell in shown)
    assert [cell for cell in shown if re.search(r"None|True|False|2026-06-01", re.sub(r"<[^>]*>", " ", cell))] == []
