from collections.abc import Iterable

from cms.plugin_api import Contribution, Plugin


class BreaksRulesConfig(Plugin):
    name = "plugins.breaks_rules"
    label = "breaks_rules"

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
