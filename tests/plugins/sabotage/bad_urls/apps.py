from collections.abc import Iterable

from cms.plugin_api import Contribution, Plugin


class BadUrlsConfig(Plugin):
    name = "plugins.bad_urls"
    label = "bad_urls"

    def contribute(self) -> Iterable[Contribution]:
        from . import contributions

        return contributions.contribute()
