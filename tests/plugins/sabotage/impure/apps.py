from collections.abc import Iterable

from cms.plugin_api import Contribution, Plugin


class ImpureConfig(Plugin):
    name = "plugins.impure"
    label = "impure"

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
