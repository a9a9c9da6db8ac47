"""A browser makes its thread asynchronous to Django, which then has other connections there."""

from django.contrib.auth import get_user_model
from playwright.sync_api import Page

from tests import databases


def test_databases_are_exchanged_under_an_open_browser(page: Page, db: None, copies: databases.Copies) -> None:
    page.goto("about:blank")
    assert not get_user_model().objects.exists()


def test_the_next_test_with_the_demo_has_the_demo(browser: object, demo_db: None) -> None:
    assert get_user_model().objects.filter(username="editor").exists()


def test_the_one_after_has_an_empty_database(browser: object, db: None) -> None:
    assert not get_user_model().objects.exists()
