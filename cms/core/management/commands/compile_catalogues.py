from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.catalogues import compile_stale_catalogues
from cms.english_words import fill_with_english
from cms.settings.environment import BASE_DIR


class Command(BaseCommand):
    help = "Compile the message catalogues (.po to .mo) without gettext's tools."
    # They would say at length that what is compiled here is not compiled yet.
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        written = compile_stale_catalogues(BASE_DIR, [plugin.path for plugin in settings.PLUGINS.loaded], force=True)
        written += fill_with_english(BASE_DIR, settings.INSTALLED_APPS, force=True)
        self.stdout.write(f"{len(written)} catalogues compiled")
