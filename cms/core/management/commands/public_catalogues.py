from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.locales import language_named
from cms.core.translations.catalogues import PUBLIC_ONLY, write
from cms.core.translations.faults import Faults, faults
from cms.settings.environment import BASE_DIR


class Command(BaseCommand):
    help = "Bring the catalogues of further languages to the words that citizens read today, and say what they lack."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="*", help="codes such as vi or pt-br; all when none is given")
        parser.add_argument("--check", action="store_true", help="write nothing, only say what is missing or wrong")
        parser.add_argument("--missing", action="store_true", help="name every missing word")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {language.code: language for language in PUBLIC_ONLY}
        named = [language_named(code) for code in options["languages"]]
        if unknown := [code for code, found in zip(options["languages"], named, strict=True) if not found]:
            raise CommandError(f"No such language: {', '.join(unknown)}. There are: {', '.join(known)}")
        for language in [found for found in named if found and found.code in known] or PUBLIC_ONLY:
            changed = [] if options["check"] else write(BASE_DIR, language)
            self._tell(language.code, faults(BASE_DIR, language), len(changed), options["missing"])

    def _tell(self, code: str, found: Faults, changed: int, name_all: bool) -> None:
        self.stdout.write(
            f"{code}: {found.translated} translated, {len(found.missing)} missing, {len(found.wrong)} wrong"
        )
        if changed:
            self.stdout.write(f"  {changed} files written")
        for line in found.wrong:
            self.stdout.write(f"  wrong: {line}")
        for line in found.missing if name_all else ():
            self.stdout.write(f"  missing: {line}")
