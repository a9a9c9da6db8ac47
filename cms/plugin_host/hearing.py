"""Signals that plugins hear through `cms.plugin_api.receiver`: only where they are on, and in the guard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.plugin_api import Contribution

from . import guard, installed, states


@dataclass(frozen=True, kw_only=True)
class Receiver(Contribution):
    """A receiver of a signal in the place of a contribution: it can be paused."""

    kind = "receiver"
    key: str


def call(fn: Callable[..., Any], sender: Any, sent: dict[str, Any]) -> Any:
    """Call a receiver with what was sent, if its plugin is on at the site of the `instance`."""
    slug = installed.owner_of_module(fn.__module__)
    if slug is None:
        return fn(sender, **sent)
    receiver, site = Receiver(plugin=slug, key=fn.__qualname__), _site_of(sent.get("instance"))
    if states.runs(receiver, site):
        return guard.call(receiver, lambda: fn(sender, **sent), fallback=None, site=site)
    return None


def _site_of(instance: Any) -> Any:
    return instance.get_site() if isinstance(instance, Page) else getattr(instance, "site", None)
