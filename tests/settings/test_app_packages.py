"""What an entry of INSTALLED_APPS stands for is what its AppConfig says."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from cms.app_packages import package_of
from cms.english_words import locale_folders
from cms.plugin_host.boot import Status
from cms.plugin_host.boot.compatibility import judge
from cms.plugin_host.boot.discovery import Found
from tests.plugin_host.written import write_plugin


def test_every_app_is_told_by_the_package_that_django_finds():
    assert {package_of(entry) for entry in settings.INSTALLED_APPS} == {app.name for app in apps.get_app_configs()}


@pytest.mark.parametrize("entry", ["wagtail.admin", "home", "cms.core.apps.Nobody"])
def test_what_names_no_class_is_the_package_itself(entry):
    assert package_of(entry) == entry.removesuffix(".apps.Nobody")


def test_words_of_wagtails_accounts_are_among_those_that_languages_lack():
    folders = locale_folders(Path(settings.BASE_DIR), settings.PLUGINS_START.core_apps)
    assert any(folder.parts[-3:] == ("wagtail", "users", "locale") for folder in folders)


@pytest.mark.parametrize("slug", ["users", "accounts"])
def test_no_plugin_takes_the_name_of_an_app_whose_screens_are_ours(tmp_path, slug):
    path = write_plugin(tmp_path, slug)
    found = Found(name=slug, package=f"plugins.{slug}", origin="folder", path=path)
    (verdict,) = judge([found], off=(), core_apps=settings.PLUGINS_START.core_apps)
    assert (verdict.status, [reason.key for reason in verdict.reasons]) == (Status.REJECTED, ["slug_taken"])
