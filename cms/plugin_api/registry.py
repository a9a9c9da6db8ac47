"""What is on, for a site, of each kind of contribution."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.dispatch import Signal

from .contributions import Contribution
from .plugin import Plugin

C = TypeVar("C", bound=Contribution)
_generation = 0
Switch = Callable[[tuple[Contribution, ...], Any], tuple[Contribution, ...]]


class DuplicateContribution(Exception):
    """Two contributions of one app and kind carry the same key."""


#: Sent by whoever switches contributions on or off, once that is written: what processes remember of menus and other
#: contributions is forgotten when the transaction is committed.
contributions_changed = Signal()


class Registry:
    """The contributions of all loaded apps, collected once per process.

    The plugin host says what is on (`switch`, `says_on`) and whether an app whose `contribute()` raises is left out
    (`forgives`). Without a host everything is on and every error is raised.
    """

    switch: Switch = staticmethod(lambda found, site: found)
    says_on: Callable[[str, Any, bool], bool] = staticmethod(lambda slug, site, anew: True)
    forgives: Callable[[Plugin, Exception], bool] = staticmethod(lambda app, error: False)

    @staticmethod
    def loaded(kind: type[C]) -> tuple[C, ...]:
        """Return the contributions of `kind` of every loaded app, on or off; needs no database."""
        return _collected().get(kind, ())  # type: ignore[return-value]

    @staticmethod
    def of(kind: type[C], site: Any = None) -> tuple[C, ...]:
        """Return the contributions of `kind` that are on for `site`, by order, then plugin, then key.

        Without a site: those that are on for at least one. Paused contributions are left out.
        """
        return Registry.switch(Registry.loaded(kind), site)  # type: ignore[return-value]

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


def is_on(slug: str, site: Any = None, *, anew: bool = False) -> bool:
    """Return whether an app is loaded and on at a site; apps of core always are.

    slug: of a plugin, one's own or another, or the label of an app of core. site: a Site or its id; without one,
    whether it is on at any site. anew: ask once more, in work that takes long: within a request, or one run of a
    schedule, the answer stays what it was first.
    """
    return isinstance(apps.app_configs.get(slug), Plugin) and Registry.says_on(slug, site, anew)


@cache
def _collected() -> dict[type[Contribution], tuple[Contribution, ...]]:
    found: dict[type[Contribution], list[Contribution]] = {}
    for app in apps.get_app_configs():
        if not isinstance(app, Plugin):
            continue
        try:
            contributions = _of_app(app)
        except Exception as error:  # the host decides: a plugin's mistake must not take the site down
            if not Registry.forgives(app, error):
                raise
            continue
        for contribution in contributions:
            found.setdefault(type(contribution), []).append(contribution)
    return {
        kind: tuple(sorted(items, key=lambda item: (item.order, item.plugin, item.identity)))
        for kind, items in found.items()
    }


def _of_app(app: Plugin) -> list[Contribution]:
    """Return what one app contributes, each with the app's slug. Raises DuplicateContribution."""
    mine: dict[tuple[type[Contribution], str], Contribution] = {}
    for contribution in app.contribute():
        name = (type(contribution), contribution.identity)
        if name in mine:
            raise DuplicateContribution(f"{app.name} contributes {contribution.kind} {contribution.identity!r} twice")
        mine[name] = replace(contribution, plugin=app.slug)
    return list(mine.values())
