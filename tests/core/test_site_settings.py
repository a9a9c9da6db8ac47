"""What a centre sets about itself."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Site

from cms.core.models import Appearance, Centre


def test_an_accent_that_cannot_be_read_on_white_is_refused_at_its_field():
    with pytest.raises(ValidationError) as refusal:
        Appearance(site=Site(), name="センター", accent="#ffee88").full_clean(exclude=["site", "logo"])
    assert list(refusal.value.message_dict) == ["accent"]


def test_the_default_accent_passes_its_own_check():
    Appearance(site=Site(), name="センター").full_clean(exclude=["site", "logo"])


def test_names_and_hours_follow_the_visitors_language():
    appearance = Appearance(name="かけはし市民活動センター", name_en="Kakehashi Centre")
    centre = Centre(hours="平日9時〜17時", hours_en="weekdays 9:00–17:00")
    with translation.override("en"):
        assert (appearance.display_name, centre.display_hours) == ("Kakehashi Centre", "weekdays 9:00–17:00")
    with translation.override("ja"):
        assert (appearance.display_name, centre.display_hours) == ("かけはし市民活動センター", "平日9時〜17時")


def test_a_centre_without_english_shows_its_japanese():
    with translation.override("en"):
        assert Centre(address="架橋市中央1-2-3").display_address == "架橋市中央1-2-3"
