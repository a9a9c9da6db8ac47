"""Why a plugin is not loaded, as a text with places to fill in: English here, translated where a person reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues. Django's own function of that name would need Django."""
    return text


TEXTS: Mapping[str, str] = {
    "unreadable": gettext_noop("plugin.toml cannot be read: %(error)s"),
    "field": gettext_noop("plugin.toml: %(field)s %(error)s"),
}


@dataclass(frozen=True)
class Reason:
    """A key of `TEXTS` and what to fill in. `str()` is English; `cms.plugin_host.words.reason` translates."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return TEXTS[self.key] % self.params
