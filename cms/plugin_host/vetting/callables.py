"""Functions in contributions: each must take what it will be called with."""

import inspect
from collections.abc import Iterator
from typing import Any

from wagtail import blocks

from cms.plugin_api import Block
from cms.plugin_api.calls import CALLS, Way
from cms.plugin_host.boot import Reason

from .declared import Declared
from .failures import Broken


def faults(declared: Declared) -> Iterator[Reason]:
    """Yield every function that would fail when it is called, and a block factory that makes no block."""
    found = []
    for name, ways in CALLS.get(type(declared.contribution), {}).items():
        function = getattr(declared.contribution, name)
        if function is None:  # an optional one
            continue
        if not callable(function):
            found.append(declared.fault("not_callable", field=name))
        elif not any(_takes(function, way) for way in ways):
            wanted = " / ".join(f"{name}({', '.join(way)})" for way in ways)
            found.append(declared.fault("signature", field=name, call=wanted, function=_described(function)))
    yield from found
    if isinstance(declared.contribution, Block) and not found:
        yield from _block(declared, declared.contribution)


def _takes(function: Any, way: Way) -> bool:
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return True  # written in C and silent about it
    positional = [argument for argument in way if not argument.endswith("=")]
    named = {argument.removesuffix("="): argument for argument in way if argument.endswith("=")}
    try:
        signature.bind(*positional, **named)
    except TypeError:
        return False
    return True


def _described(function: Any) -> str:
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{name}{inspect.signature(function)}"


def _block(declared: Declared, contribution: Block) -> Iterator[Reason]:
    try:
        made = contribution.factory()
    except BaseException as error:
        raise Broken("failed", {"step": f"{declared.place}: factory()"}, error) from error
    if not isinstance(made, blocks.Block):
        yield declared.fault("bad_block", value=repr(made)[:200])
