from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.plugin_host.boot import manifest
from cms.plugin_host.scaffold.writing import EVERYTHING, PARTS, UnknownPart, Wish, chosen, write

DEFAULT = "urls,menu,home,demo"


class Command(BaseCommand):
    help = "Write a plugin that runs, is translated and tested, to be changed into yours."
    requires_system_checks = []

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        parts = "\n".join(f"  {part.option:<12}{part.help}" for part in PARTS.values())
        epilog = f"parts:\n{parts}\n  {EVERYTHING:<12}all of them"
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, epilog=epilog, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the slug: lower-case letters, digits and single underscores")
        parser.add_argument("--with", dest="parts", default=DEFAULT, metavar="PART,…", help=f"default: {DEFAULT}")
        parser.add_argument("--ja", default="", help="its name in Japanese")
        parser.add_argument("--en", default="", help="its name in English")
        parser.add_argument("--folder", type=Path, help="where plugins are; default: plugins/")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["name"]
        folder = (options["folder"] or settings.PLUGINS_START.folders[0]) / slug
        self._refuse_taken(slug, folder)
        english = options["en"] or slug.replace("_", " ").capitalize()
        wish = Wish(slug, options["ja"] or english, english, self._parts(options["parts"]))
        for text in (wish.name_ja, wish.name_en):
            if set('"\\${}\n%') & set(text):
                signs = "quotes, backslashes, braces, dollar or per cent signs"
                raise CommandError(f"A name cannot contain {signs}: {text}")
        for path in write(folder, wish):
            self.stdout.write(f"  {path}")
        self.stdout.write(
            f"\nWritten: {folder}. Next:\n"
            f"  python manage.py plugins check {slug}\n"
            "  python manage.py migrate\n"
            "  python manage.py runserver\n"
            f"  python -m pytest {folder}\n"
        )
        if not options["ja"]:
            self.stdout.write("Its Japanese name is still the English one: change it in plugin.toml and locale/ja/.\n")

    def _refuse_taken(self, slug: str, folder: Path) -> None:
        if not manifest.is_slug(slug):
            raise CommandError(
                f"{slug} cannot be a slug: lower-case letters, digits and single underscores, beginning with a letter, "
                f"at most {manifest.LONGEST_SLUG}."
            )
        if slug in apps.app_configs or settings.PLUGINS.of(slug):
            raise CommandError(f"{slug} is taken by an app or a plugin that is here.")
        if folder.exists():
            raise CommandError(f"{folder} is there already.")

    def _parts(self, text: str) -> Any:
        try:
            return chosen(option.strip() for option in text.split(",") if option.strip())
        except UnknownPart as unknown:
            known = ", ".join([*PARTS, EVERYTHING])
            raise CommandError(f"There is no part {unknown}. There are: {known}") from None
