"""A contribution as it was met while a plugin was looked at."""

from dataclasses import dataclass

from cms.plugin_api import Contribution
from cms.plugin_host.boot import Reason
from cms.plugin_host.boot.manifest import Manifest


@dataclass(frozen=True)
class Declared:
    """A contribution, and where its plugin's code makes it."""

    contribution: Contribution
    place: str
    plugin: Manifest

    def fault(self, key: str, /, **params: str) -> Reason:
        return Reason(key, {"place": self.place, **params})
