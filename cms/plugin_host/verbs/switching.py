"""`manage.py plugins enable SLUG` and `disable SLUG`"""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from cms.plugin_host import services
from cms.plugin_host.exceptions import SwitchRefused

from . import choosing, printing


class Switching:
    """One of the two verbs."""

    def __init__(self, switch: Callable[..., bool], help_text: str, *, on: bool) -> None:
        self.switch, self.HELP, self.on = switch, help_text, on

    def add_arguments(self, parser: ArgumentParser) -> None:
        choosing.add_slug(parser)
        choosing.add_site(parser)

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        """Switch at each site; what one refuses keeps the others from nothing. Refusals end with an error."""
        slug = choosing.slug(options)
        outcomes = []
        with translation.override("en"):
            for site in choosing.sites(options):
                outcome: dict[str, Any] = {"site": site.pk, "host": site.hostname, "on": self.on, "changed": False}
                try:
                    outcome["changed"] = self.switch(slug=slug, site=site, now=timezone.now())
                except SwitchRefused as refused:
                    outcome |= {"on": not self.on, "refused": str(refused)}
                outcomes.append(outcome)
        self._print(command, slug, outcomes, as_json=options["json"])
        if any("refused" in outcome for outcome in outcomes):
            raise CommandError("Refused: nothing was changed there.")

    def _print(self, command: BaseCommand, slug: str, outcomes: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            printing.as_json(command, {"slug": slug, "sites": outcomes})
            return
        for outcome in outcomes:
            state = "on" if outcome["on"] else "off"
            said = outcome.get("refused") or f"{state}{'' if outcome['changed'] else ' already'}"
            command.stdout.write(f"{slug} at {outcome['host']}: {said}")


ENABLE = Switching(services.enable, "Switch a plugin on, at one site or at all.", on=True)
DISABLE = Switching(services.disable, "Switch a plugin off, at one site or at all; what it holds is kept.", on=False)
