"""Receivers that plugins connect to Django's signals by themselves: not called where they are off, guarded where on.

Whichever way a plugin comes to a signal, by a computed name too, it ends in `Signal.connect`; there the receiver is put
into what `cms.plugin_api.receiver` puts it into. Signals of other kinds (Celery's) do not come by here.
"""

import asyncio
import inspect
import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.dispatch import Signal
from django.dispatch.dispatcher import _make_id  # type: ignore[attr-defined]

from cms.plugin_api.receiving import Hearing
from cms.plugin_host import installed

Receiver = Callable[..., Any]


def close() -> None:
    """Gate `Signal.connect`, once in this process, before any plugin is imported."""
    if not hasattr(Signal.connect, "is_gated"):
        Signal.connect = gated(Signal.connect)  # type: ignore[method-assign]


def gated(connect: Callable[..., None]) -> Callable[..., None]:
    """Wrap `Signal.connect`. What it stores is found again by `disconnect`, which looks for the receiver's id."""

    @wraps(connect)
    def connect_gated(
        self: Signal, receiver: Receiver, sender: Any = None, weak: bool = True, dispatch_uid: Any = None
    ) -> None:
        if _is_of_a_plugin(receiver):
            dispatch_uid = dispatch_uid or _make_id(receiver)
            receiver, weak = _inside(receiver, weak=weak), False
        connect(self, receiver, sender=sender, weak=weak, dispatch_uid=dispatch_uid)

    connect_gated.is_gated = True  # type: ignore[attr-defined]
    return connect_gated


def _is_of_a_plugin(receiver: Receiver) -> bool:
    """Whether a plugin's own package defines it, and it is neither gated already nor to be awaited."""
    if hasattr(receiver, "is_heard_through_the_host") or asyncio.iscoroutinefunction(receiver):
        return False
    module = installed.module_of(receiver)
    slug = installed.owner_of_module(module)
    if slug is None:
        return False
    # The further apps that a plugin brings were not written for being switched.
    package = installed.manifests()[slug].package
    return module == package or module.startswith(f"{package}.")


def _inside(receiver: Receiver, *, weak: bool) -> Receiver:
    find: Callable[[], Receiver | None] = lambda: receiver  # noqa: E731 - a reference that never dies
    if weak:
        find = weakref.WeakMethod(receiver) if inspect.ismethod(receiver) else weakref.ref(receiver)  # type: ignore[arg-type]
        del receiver

    def hear(sender: Any, **sent: Any) -> Any:
        found = find()
        return None if found is None else Hearing.call(found, sender, sent)

    return hear
