"""Who translates, for tests of the screens: staff of every role, and what they send."""

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from cms.core import roles
from cms.core.models import StaffRole
from plugins.multilingual.translation import services

from .translation_pages import NOW, in_words_of, locale, site


@pytest.fixture(autouse=True)
def rights(db):
    """As after `migrate`: every role has its rights at the site, in each language that has a home page."""
    home = site().root_page
    for code in ("en",):
        if not home.get_translations().filter(locale__language_code=code).exists():
            home.copy_for_translation(locale(code)).save_revision().publish()
    roles.grant(site=site())


@pytest.fixture
def staff(client, django_user_model):
    def log_in(role: str):
        person = django_user_model.objects.create_user(username=role, email=f"{role}@example.jp", password="x" * 12)
        person.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(person)
        return client

    return log_in


def at(name: str, page, *more) -> str:
    return reverse(f"plugins_admin:multilingual:{name}", args=[page.pk, *more])


def fields(page, mark: str = "EN", code: str = "en") -> dict[str, str]:
    translation = services.start(page, locale=locale(code), now=NOW)
    return {f"piece-{key}": typed.text for key, typed in in_words_of(translation, mark).items()}


def post(client, url: str, **data):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(url, data, follow=True)


def english_of(page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code="en").first()
