from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.plugin_host.verbs import checking, diagnosing, holding, listing, showing, switching, uninstalling, vetting

VERBS: dict[str, Any] = {
    "list": listing,
    "show": showing,
    "check": checking,
    "vet": vetting,
    "enable": switching.ENABLE,
    "disable": switching.DISABLE,
    "data": holding.DATA,
    "export": holding.EXPORT,
    "doctor": diagnosing,
    "uninstall": uninstalling,
}


class Command(BaseCommand):
    help = "See which plugins there are and what became of them; switch them; see what they hold."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, verb in VERBS.items():
            sub = verbs.add_parser(name, help=verb.HELP, description=verb.HELP)
            sub.add_argument("--json", action="store_true", help="print JSON, for other programs")
            verb.add_arguments(sub)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        VERBS[verb].run(self, options)
