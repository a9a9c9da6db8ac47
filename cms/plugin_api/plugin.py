"""The base class of every app that contributes something, core or plugin."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import AppConfig

from .contributions import Contribution


class Plugin(AppConfig):
    """An app that contributes. All methods are optional."""

    # Django takes the one AppConfig of `apps.py` by itself: never this class that apps.py imports, always its heirs.
    default = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "default" not in cls.__dict__:
            cls.default = True

    @property
    def slug(self) -> str:
        """The name under which the registry knows this app: its label."""
        return self.label

    def contribute(self) -> Iterable[Contribution]:
        """Return what this app adds. Called after all apps are loaded; pure: the same answer every time."""
        return ()

    def on_enable(self, site: Any) -> None:
        """The plugin is being switched on at `site`; runs in the transaction of the switch.

        Raise `Refusal` to say no, with a message for staff; any other error stops the switch too and is noted.
        Not called at a new site, where the plugin is on from the start.
        """

    def on_disable(self, site: Any) -> None:
        """The plugin is being switched off at `site`; as `on_enable`. Delete nothing: it may be switched on again."""

    def stops(self, site: Any) -> Iterable[Any]:
        """Return what is under way at `site` and what becomes of it while the plugin is off, a sentence each.

        What stops, and also what goes on although its screens are gone. Shown before the plugin is switched off, to
        whoever is about to; translated, as `health`.
        """
        return ()

    def health(self, site: Any) -> Iterable[Any]:
        """Return what staff should know, one translated sentence each ("The key for the map has expired")."""
        return ()

    def data(self, site: Any) -> Mapping[Any, int] | None:
        """Return how many rows of what it holds for `site`, by translated name; None: the host counts its models."""
        return None

    def export(self, site: Any) -> Any:
        """Return what it holds for `site`, ready for JSON; None: the host writes out the rows of its models."""
        return None
