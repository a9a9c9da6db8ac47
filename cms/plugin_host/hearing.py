"""Signals that plugins hear, by `cms.plugin_api.receiver` or by themselves: only where they are on, and guarded."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import signals as requests
from django.db.backends.signals import connection_created
from django.db.models import signals as models
from django.dispatch import Signal
from wagtail.models import Page

from cms.plugin_api import Contribution

from . import guard, installed, states

logger = logging.getLogger(__name__)
#: Sent where the database cannot be asked what is on, or is not to be: while it is connected to or migrated, for each
#: row that is read, around each request.
OF_THE_PROCESS: tuple[Signal, ...] = (
    models.class_prepared, models.pre_init, models.post_init, models.pre_migrate, models.post_migrate,
    connection_created, requests.request_started, requests.request_finished, requests.got_request_exception,
    requests.setting_changed,
)  # fmt: skip
#: The module of models as migrations see them, which are of no site.
OF_MIGRATIONS = "__fake__"


@dataclass(frozen=True, kw_only=True)
class Receiver(Contribution):
    """A receiver of a signal in the place of a contribution: it can be paused."""

    kind = "receiver"
    key: str


def call(fn: Callable[..., Any], sender: Any, sent: dict[str, Any]) -> Any:
    """Call a receiver with what was sent, if its plugin is on at the site of the `instance`."""
    slug = installed.owner_of_module(installed.module_of(fn))
    if slug is None:
        return fn(sender, **sent)
    receiver = Receiver(plugin=slug, key=getattr(fn, "__qualname__", type(fn).__qualname__))
    if not apps.ready or any(sent.get("signal") is signal for signal in OF_THE_PROCESS):
        return _call_anyway(receiver, lambda: fn(sender, **sent))
    site = _site_of(sent.get("instance"))
    if getattr(sender, "__module__", "") != OF_MIGRATIONS and states.runs(receiver, site):
        return guard.call(receiver, lambda: fn(sender, **sent), fallback=None, site=site)
    return None


def _call_anyway(receiver: Receiver, fn: Callable[[], Any]) -> Any:
    """Call it wherever its plugin is on or off; what it raises is in the log, and stops nobody."""
    try:
        return fn()
    except Exception as error:  # the guard of what happens where no incident can be written
        logger.error("receiver %s of plugin %s failed: %s", receiver.key, receiver.plugin, type(error).__qualname__)
        return None


def _site_of(instance: Any) -> Any:
    """Return the site (or its id) that an instance belongs to; None where it belongs to none."""
    if isinstance(instance, Page):
        return instance.get_site()
    site_id = getattr(instance, "site_id", None)
    return site_id if isinstance(site_id, int) else None
