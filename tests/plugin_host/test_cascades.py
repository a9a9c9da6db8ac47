"""A plugin without its tables keeps nobody from deleting rows of core."""

import shutil

import pytest

from tests import databases

from .written import SABOTAGE, Site

DELETE = """
import django
django.setup()
from django.db import OperationalError
from wagtail.models import Page, Site
from cms.plugin_host import cascades, states
site = Site.objects.get(is_default_site=True)
home = site.root_page
pages = list(home.get_children()[:2])
print("on", states.is_on("failing_migration", site))
pages[0].delete()
print("page", Page.objects.filter(pk=pages[0].pk).exists())
Site.objects.create(hostname="gone.example", root_page=home).delete()
print("site", Site.objects.filter(hostname="gone.example").exists())
cascades.look_again("failing_migration")
try:
    pages[1].delete()
except OperationalError as error:
    print("not looked away:", error)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    var = tmp_path_factory.mktemp("cascades")
    shutil.copytree(SABOTAGE / "failing_migration", var / "plugins_here" / "failing_migration")
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", var / "database.sqlite3")
    return Site(var, (var / "plugins_here",))


def test_pages_and_sites_are_deleted_beside_a_plugin_whose_migration_fails(site: Site) -> None:
    """Its control within: where nobody looks away Django asks the table that is not there."""
    *deleted, control = site.run("-c", DELETE).stdout.splitlines()
    assert deleted == ["on False", "page False", "site False"]
    assert control == "not looked away: no such table: failing_migration_row"
