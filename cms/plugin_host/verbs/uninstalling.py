"""`manage.py plugins uninstall SLUG`"""

from argparse import ArgumentParser
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Page, Site

from cms.plugin_host import holdings, in_streams, installed, pending
from cms.plugin_host.models import PluginIncident, PluginState
from cms.settings.environment import VAR_DIR

from . import choosing, holding, printing

HELP = "Take a plugin's data and tables out of the database, after writing them to a file; then its folder can go."


def add_arguments(parser: ArgumentParser) -> None:
    choosing.add_slug(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without this only say what would be done")
    parser.add_argument("--delete-pages", action="store_true", help="also delete the pages of its types")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Say what is there; with --yes export it, delete its pages, its tables, its rows in our tables."""
    slug = choosing.slug(options)
    if others := installed.needed_by(slug):
        raise CommandError(f"{slug} is needed by {', '.join(others)}. Uninstall those first.")
    plan = _plan(slug)
    if options["json"]:
        printing.as_json(command, plan)
    else:
        _print(command, plan)
    if not options["yes"]:
        command.stderr.write("Nothing was changed. Add --yes to do it.")
        return
    if others_below := _pages_of_others_below(slug):
        raise CommandError(f"Below its pages stand others, which would go with them. Move them: {others_below}")
    if plan["pages"] and not options["delete_pages"]:
        raise CommandError(f"There are {plan['pages']} pages of its types. Add --delete-pages to delete them too.")
    holding.write_privately(VAR_DIR / "exports" / plan["export"], holding.as_text(slug, Site.objects.all()))
    _remove(slug)
    command.stdout.write(f"{slug} is out of the database. Now remove {installed.manifests()[slug].path} and restart.")


def _plan(slug: str) -> dict[str, Any]:
    rows = {model._meta.label: found.count() for model, found in holdings.rows_of(slug, None)}
    return {
        "slug": slug,
        "rows": rows,
        "pages": _pages(slug).count(),
        "with_blocks": sum(1 for _thing in in_streams.holders(slug, None)),
        "export": f"{slug}-{timezone.now():%Y%m%d-%H%M%S}.json",
    }


def _print(command: BaseCommand, plan: dict[str, Any]) -> None:
    for label, number in plan["rows"].items():
        command.stdout.write(f"{number:>8} {label}: deleted")
    command.stdout.write(
        f"{plan['with_blocks']:>8} pages and other texts hold blocks of it: those blocks are kept, and show nothing"
    )
    command.stdout.write(f"{'':>8} everything is written to {VAR_DIR / 'exports' / plan['export']} before")


def _pages(slug: str) -> Any:
    return Page.objects.filter(content_type__app_label__in=installed.labels(slug))


def _pages_of_others_below(slug: str) -> str:
    """Return numbers and titles of pages that are not the plugin's and stand below pages that are; "" for none."""
    mine = _pages(slug)
    found = {
        page.pk: page.title
        for own in mine.only("path", "depth")
        for page in own.get_descendants().exclude(content_type__app_label__in=installed.labels(slug))
    }
    return ", ".join(f"{pk} {title}" for pk, title in sorted(found.items()))


def _remove(slug: str) -> None:
    """Delete pages first, deepest last, so that the tree stays whole; tables by the plugin's own migrations."""
    while (page := _pages(slug).order_by("path").first()) is not None:
        page.specific.delete()
    for label in reversed(installed.labels(slug)):
        if pending.has_migrations(label):
            call_command("migrate", label, "zero", verbosity=0, interactive=False)
    ContentType.objects.filter(app_label__in=installed.labels(slug)).delete()
    PluginState.objects.filter(slug=slug).delete()
    PluginIncident.objects.filter(plugin=slug).delete()
