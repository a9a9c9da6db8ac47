"""A centre's own colour as a stylesheet."""

import pytest
from django.test import Client
from wagtail.models import Site

from cms.core.accent import DEFAULT_ACCENT
from cms.core.models import Appearance
from cms.core.theme import stylesheet

PLUM = "#5b2a6e"


@pytest.fixture
def appearance(db: None) -> Appearance:
    site = Site.objects.get(is_default_site=True)
    made, _ = Appearance.objects.update_or_create(site=site, defaults={"accent": PLUM})
    return made


def test_page_of_a_centre_with_a_colour_links_its_stylesheet(appearance: Appearance, client: Client) -> None:
    url = stylesheet.url_for(appearance.site_id, PLUM)
    assert f'<link rel="stylesheet" href="{url}">' in client.get("/ja/").content.decode()


def test_stylesheet_may_be_kept_for_ever(appearance: Appearance, client: Client) -> None:
    response = client.get(stylesheet.url_for(appearance.site_id, PLUM))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_stylesheet_sets_the_accent_in_both_schemes(appearance: Appearance, client: Client) -> None:
    css = client.get(stylesheet.url_for(appearance.site_id, PLUM)).content.decode()
    assert f"--accent:{PLUM};" in css
    assert f"--accent: light-dark({PLUM}, " in css


def test_another_colour_has_another_address() -> None:
    assert stylesheet.url_for(1, PLUM) != stylesheet.url_for(1, "#7a1f1f")


def test_old_address_leads_to_the_present_colour(appearance: Appearance, client: Client) -> None:
    response = client.get(f"/theme/{appearance.site_id}-0123456789ab.css")
    assert response["Location"] == stylesheet.url_for(appearance.site_id, PLUM)
    assert response["Cache-Control"] == "no-store"


def test_default_colour_needs_no_stylesheet() -> None:
    assert stylesheet.url_for(1, DEFAULT_ACCENT) == ""


def test_colour_that_cannot_be_read_gives_way_to_the_default() -> None:
    assert stylesheet.url_for(1, "#ffff00") == ""


def test_site_without_a_colour_of_its_own_has_no_stylesheet(db: None, client: Client) -> None:
    assert client.get("/theme/1-0123456789ab.css").status_code == 404
