"""Why a switch is refused. Each says it in the language of the person who asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from . import installed


class SwitchRefused(Exception):
    """The plugin stays as it is."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug

    @property
    def name(self) -> str:
        return installed.name_of(self.slug)

    def __str__(self) -> str:
        return _("“%(name)s” cannot be switched.") % {"name": self.name}


class NotLoaded(SwitchRefused):
    """There is no such plugin in this process, or it is broken."""

    def __str__(self) -> str:
        return _("“%(name)s” is not loaded: there is nothing to switch.") % {"name": self.name}


class MigrationsMissing(SwitchRefused):
    """Its tables are not there yet. `command`: what an administrator runs."""

    def __init__(self, slug: str, command: str) -> None:
        super().__init__(slug)
        self.command = command

    def __str__(self) -> str:
        text = _("“%(name)s” has no tables yet. Ask whoever runs the server to do this first: %(command)s")
        return text % {"name": self.name, "command": self.command}


class NeedsOthers(SwitchRefused):
    """Plugins that it needs are off on this site."""

    def __init__(self, slug: str, others: Sequence[str]) -> None:
        super().__init__(slug)
        self.others = tuple(others)

    def __str__(self) -> str:
        text = _("“%(name)s” needs what is off here: %(others)s. Switch that on first.")
        return text % {"name": self.name, "others": _listed(self.others)}


class NeededByOthers(SwitchRefused):
    """Plugins that are on at this site need it."""

    def __init__(self, slug: str, others: Sequence[str]) -> None:
        super().__init__(slug)
        self.others = tuple(others)

    def __str__(self) -> str:
        text = _("“%(name)s” is needed by what is on here: %(others)s. Switch that off first.")
        return text % {"name": self.name, "others": _listed(self.others)}


class RefusedByPlugin(SwitchRefused):
    """The plugin's own `on_enable` or `on_disable` raised: everything is as before. `why`: in its own words, if any."""

    def __init__(self, slug: str, why: str = "") -> None:
        super().__init__(slug)
        self.why = why

    def __str__(self) -> str:
        if self.why:
            return _("“%(name)s” stays as it is: %(why)s") % {"name": self.name, "why": self.why}
        text = _("“%(name)s” could not be switched because of an error inside it. Nothing was changed.")
        return text % {"name": self.name}


def _listed(slugs: Sequence[str]) -> str:
    return _(", ").join(installed.names_of(slugs))
