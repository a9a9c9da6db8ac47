from collections.abc import Iterable

from cms.plugin_api import Contribution, Plugin


class NeighbourConfig(Plugin):
    name = "plugins.neighbour"
    label = "neighbour"

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
