"""The screens about a page's languages: their names, and what they say of a translation that was deleted."""

import re

import pytest
from django.urls import reverse

from .translating_staff import at, english_of, rights, staff
from .translation_pages import NOW, a_page, say, translated

pytestmark = pytest.mark.django_db


__all__ = ["rights", "staff"]


def test_a_page_that_was_deleted_was_translated_on_no_day_and_has_no_changes(staff):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    client = staff("moderator")
    day = f"{NOW:%Y/%m/%d}"
    assert day in client.get(at("page_languages", page)).content.decode()
    english_of(page).delete()
    assert day not in client.get(at("page_languages", page)).content.decode()
    response = client.get(at("translation_changes", page, "en"), follow=True)
    assert response.redirect_chain[-1][0] == at("page_languages", page)
    assert "Englishのページはもうありません" in response.content.decode()


def test_every_screen_about_a_page_has_a_name_for_the_tab_of_the_browser(staff):
    page = a_page()
    translated(page)
    client = staff("moderator")
    screens = [
        at("page_languages", page), at("translate", page, "en"), at("translation_changes", page, "en"),
        at("plain", page), reverse("plugins_admin:multilingual:try_furigana"),
    ]  # fmt: skip
    names = {url: re.search(r"<title>(.*?)</title>", client.get(url).content.decode(), re.DOTALL)[1] for url in screens}
    assert [url for url, name in names.items() if name.strip().startswith("-")] == []
