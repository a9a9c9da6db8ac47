"""Hold what a plugin contributes against the rules, and name the file and the line of each thing that breaks one."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import timedelta
from functools import wraps
from types import FrameType
from typing import Any

from django.utils.functional import Promise

from cms.plugin_api import Contribution, MailKind, Plugin
from cms.plugin_api.contributions import KINDS
from cms.plugin_host.boot import Reason
from cms.plugin_host.boot.manifest import Manifest

from . import addresses, callables, names
from .declared import Declared
from .failures import Broken, place_in

_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_places: dict[int, tuple[str, int]] = {}
_kept: list[Contribution] = []


def remember_places() -> None:
    """From now on, remember file and line of every contribution that is made; for this process alone."""
    for kind in KINDS.values():
        kind.__init__ = _remembering(kind.__init__)  # type: ignore[method-assign]


def _remembering(init: Any) -> Any:
    @wraps(init)
    def remember(self: Contribution, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        frame: FrameType = sys._getframe(1)
        _places[id(self)] = (frame.f_code.co_filename, frame.f_lineno)
        _kept.append(self)  # so that no other object gets its id

    return remember


def faults(plugin: Manifest, config: Plugin) -> Iterator[Reason]:
    """Yield everything that is wrong with what the plugin contributes; raise Broken when it cannot say what that is."""
    for kind in sorted(plugin.provides - set(KINDS)):
        yield Reason("unknown_kind", {"kind": kind})
    first, second = _asked(config), _asked(config)
    for given in first:
        if type(given) not in KINDS.values():
            yield Reason("not_a_contribution", {"value": repr(given)[:200]})
    declared = list(_declared(plugin, first))
    yield from _impure(first, second)
    yield from _duplicates(declared)
    for each in declared:
        yield from _of(each)
    yield from addresses.faults(declared)


def declared_by(plugin: Manifest, config: Plugin) -> list[Declared]:
    """Return what a plugin contributes, each with its place; raise Broken when it cannot say what that is."""
    return list(_declared(plugin, _asked(config)))


def _declared(plugin: Manifest, given: Iterable[Any]) -> Iterator[Declared]:
    for each in given:
        if type(each) in KINDS.values():
            path, line = _places.get(id(each), (None, None))
            yield Declared(each, place_in(path, line, plugin.path), plugin)


def _asked(config: Plugin) -> list[Any]:
    try:
        return list(config.contribute())
    except BaseException as error:
        raise Broken("failed", {"step": "contribute()"}, error) from error


def _of(declared: Declared) -> Iterator[Reason]:
    kind = declared.contribution.kind
    if kind not in declared.plugin.provides:
        yield declared.fault("undeclared", kind=kind)
    yield from _keys(declared)
    yield from names.faults(declared)
    yield from callables.faults(declared)
    when = getattr(declared.contribution, "when", None)
    if isinstance(when, timedelta) and when <= timedelta(0):
        yield declared.fault("bad_interval")


def _keys(declared: Declared) -> Iterator[Reason]:
    for name in ("key", "name"):
        value = getattr(declared.contribution, name, None)
        if value is None:
            continue
        if isinstance(declared.contribution, MailKind):
            yield from _mail_kind(declared, str(value))
        elif not (isinstance(value, str) and _KEY.fullmatch(value)):
            yield declared.fault("bad_key", field=name, value=str(value))


def _mail_kind(declared: Declared, name: str) -> Iterator[Reason]:
    """The whole site knows it: the slug, a dot, words with dots."""
    slug, *words = name.split(".")
    if slug != declared.plugin.slug or not words or not all(map(_KEY.fullmatch, words)):
        yield declared.fault("bad_mail_kind", value=name, slug=declared.plugin.slug)


def _duplicates(declared: Iterable[Declared]) -> Iterator[Reason]:
    seen: set[tuple[str, str]] = set()
    for each in declared:
        name = (each.contribution.kind, each.contribution.identity)
        if name in seen:
            yield each.fault("duplicate", kind=name[0], key=name[1])
        seen.add(name)


def _impure(first: list[Any], second: list[Any]) -> Iterator[Reason]:
    """The registry asks once per process; two processes must not differ."""
    if len(first) != len(second):
        yield Reason("impure", {"what": f"{len(first)} ≠ {len(second)}"})
        return
    for one, other in zip(first, second, strict=True):
        if isinstance(one, Contribution) and isinstance(other, Contribution) and _shape(one) != _shape(other):
            yield Reason("impure", {"what": f"{one.kind} “{one.identity}” ≠ {other.kind} “{other.identity}”"})


def _shape(contribution: Contribution) -> list[Any]:
    """Return what must be the same each time; functions may be made anew."""
    values = [getattr(contribution, field.name) for field in fields(contribution)]
    plain = (str, int, tuple, timedelta, Promise)
    return [type(contribution), *(value if isinstance(value, plain) else type(value) for value in values)]
