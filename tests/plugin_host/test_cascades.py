"""A plugin without its tables keeps nobody from deleting rows of core."""

import shutil

import pytest

from tests import databases

from .written import SABOTAGE, Site

DELETE = """
import django
django.setup()
from django.db import transaction
from wagtail.models import Page, Site
from cms.plugin_host import cascades, states
site = Site.objects.get(is_default_site=True)
home = site.root_page
page = home.get_children().last()
print("on", states.is_on("failing_migration", site))
cascades.look_again("failing_migration")
try:
    with transaction.atomic():
        page.delete()
except Exception as error:
    print("not looked away:", error)
cascades.look_away("failing_migration")
page.delete()
print("page", Page.objects.filter(pk=page.pk).exists())
Site.objects.create(hostname="gone.example", root_page=home).delete()
print("site", Site.objects.filter(hostname="gone.example").exists())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    var = tmp_path_factory.mktemp("cascades")
    shutil.copytree(SABOTAGE / "failing_migration", var / "plugins_here" / "failing_migration")
    shutil.copyfile(databases.sqlite_template(databases.DEMO) / "database.sqlite3", var / "database.sqlite3")
    return Site(var, (var / "plugins_here",))


def test_pages_and_sites_are_deleted_beside_a_plugin_whose_migration_fails(site: Site) -> None:
    """Its control within: where nobody looks away Django asks the table that is not there."""
    on, control, *deleted = site.run("-c", DELETE).stdout.splitlines()
    assert on == "on False"
    assert control == "not looked away: no such table: failing_migration_row"
    assert deleted == ["page False", "site False"]
