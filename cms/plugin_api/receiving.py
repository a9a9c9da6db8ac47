"""Signals of Django, Wagtail and the apps below, heard by plugins."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.dispatch import Signal

F = TypeVar("F", bound=Callable[..., Any])
Hear = Callable[[Callable[..., Any], Any, dict[str, Any]], Any]


class Hearing:
    """How a receiver is called. The plugin host puts its gate and its guard here; without a host it just is."""

    call: Hear = staticmethod(lambda fn, sender, sent: fn(sender, **sent))


def receiver(signal: Signal | Iterable[Signal], **options: Any) -> Callable[[F], F]:
    """Connect a function to a signal, as `django.dispatch.receiver`: `@receiver(post_save, sender="home.NewsPage")`.

    It is called where the plugin is on at the site of the `instance` that the signal is about (without one: at any
    site), in the guard: what it raises is noted and stops nobody. While the plugin is off it hears nothing, so what
    must not be missed is to be made up for when the plugin is switched on (`on_enable`).
    """
    signals = [signal] if isinstance(signal, Signal) else list(signal)

    def connect(fn: F) -> F:
        @wraps(fn)
        def hear(sender: Any, **sent: Any) -> Any:
            return Hearing.call(fn, sender, sent)

        hear.is_heard_through_the_host = True  # type: ignore[attr-defined]
        for each in signals:
            each.connect(hear, **{"weak": False} | options)
        return fn

    return connect
