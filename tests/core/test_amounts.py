"""Numbers and lists in each language's own way."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.amounts import grouped
from cms.core.locales import LOCALES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("code", "said"),
    [("ja", "12,000"), ("ja-simple", "12,000"), ("en", "12,000"), ("pt-br", "12.000"), ("es", "12.000"),
     ("vi", "12.000"), ("fil", "12,000"), ("zh-hans", "12,000"), ("ur", "12,000")],
)  # fmt: skip
def test_thousands_are_grouped_as_the_language_does(code, said):
    with translation.override(code):
        assert grouped(12000) == said


def test_every_language_has_a_way_to_group():
    for code in LOCALES:
        with translation.override(code):
            assert grouped(999) == "999"


@pytest.mark.parametrize("code", ["ja", "ja-simple", "zh-hans"])
def test_a_list_has_no_space_after_the_full_width_comma(code):
    with translation.override(code):
        assert _(", ") == "、"


def test_vietnamese_addresses_the_reader_in_one_way():
    catalogues = [path for path in ROOT.glob("**/locale/vi/LC_MESSAGES/django.po") if ".venv" not in path.parts]
    assert [path for path in catalogues if "quý vị" in path.read_text(encoding="utf-8").lower()] == []
