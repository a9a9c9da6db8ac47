"""The base class of every app that contributes something, core or plugin."""

from collections.abc import Iterable

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
