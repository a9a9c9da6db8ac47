"""What is on, for a site, of each kind of contribution."""

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.dispatch import Signal

from .contributions import Contribution
from .plugin import Plugin

C = TypeVar("C", bound=Contribution)
_generation = 0


class DuplicateContribution(Exception):
    """Two contributions of one app and kind carry the same key."""


#: Sent by whoever switches contributions on or off, once that is written: what processes remember of menus and other
#: contributions is forgotten when the transaction is committed.
contributions_changed = Signal()


class Registry:
    """The contributions of all loaded apps, collected once per process."""

    @staticmethod
    def of(kind: type[C], site: Any = None) -> tuple[C, ...]:
        """Return the contributions of `kind` that are on for `site`, by order, then plugin, then key."""
        return _collected().get(kind, ())  # type: ignore[return-value]

    @staticmethod
    def generation() -> int:
        """Return a number that is another one whenever this process has collected other contributions."""
        return _generation

    @staticmethod
    def forget() -> None:
        """Collect again on the next call; for tests that add apps."""
        global _generation
        _generation += 1
        _collected.cache_clear()


@cache
def _collected() -> dict[type[Contribution], tuple[Contribution, ...]]:
    found: dict[type[Contribution], dict[tuple[str, str], Contribution]] = {}
    for app in apps.get_app_configs():
        if not isinstance(app, Plugin):
            continue
        for contribution in app.contribute():
            kind = found.setdefault(type(contribution), {})
            name = (app.slug, contribution.identity)
            if name in kind:
                raise DuplicateContribution(
                    f"{app.name} contributes {contribution.kind} {contribution.identity!r} twice"
                )
            kind[name] = replace(contribution, plugin=app.slug)
    return {
        kind: tuple(sorted(items.values(), key=lambda item: (item.order, item.plugin, item.identity)))
        for kind, items in found.items()
    }
