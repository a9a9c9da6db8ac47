"""A plugin without its tables keeps nobody from deleting rows of core."""

import shutil

import pytest

from tests import databases

from .written import SABOTAGE, Site

DELETE = """
import django
django.setup()
from django.utils import timezone
from wagtail.models import Page, Site
from cms.plugin_host import cascades, states
site = Site.objects.get(is_default_site=True)
home = site.root_page
page = home.get_children().last()
print("on", states.is_on("failing_migration", site))
{control}
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
    done = site.run("-c", DELETE.format(control=""))
    assert done.stdout.splitlines() == ["on False", "page False", "site False"]


def test_without_looking_away_the_deletion_fails(site: Site) -> None:
    """The control of the test above: Django asks the table that is not there."""
    done = site.run("-c", DELETE.format(control='cascades.look_again("failing_migration")'), check=False)
    assert "no such table: failing_migration_row" in done.stderr
