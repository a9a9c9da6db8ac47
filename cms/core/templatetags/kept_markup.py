"""`{% kept "components/card.html" with title=… %}`: a component that is rendered once for the same values.

A list shows the same cards to each visitor, and after most changes still: rendering them costs more than reading what
they say. A component depends on nothing but what it is given, the language, the clock and the year, so what is kept is
never out of date; what is given no more is dropped for what is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Engine
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

#: So many renderings are kept at each place where a template asks for them: a dozen pages of a list.
MOST = 256
#: Values that are told apart by themselves and their type: what is escaped and what is not are equal texts.
_PLAIN = frozenset({str, SafeString, int, bool, type(None)})


@dataclass(frozen=True)
class _Given:
    """The values of one component. key: what tells them apart from others."""

    key: Hashable
    values: Mapping[str, Any] = field(compare=False)


class _Unlike(Exception):
    """A value of which nobody can say here whether another is the same."""


class KeptNode(template.Node):
    """Renders a component, or gives what it was for the same values."""

    child_nodelists = ()

    def __init__(self, name: str, given: Mapping[str, FilterExpression]) -> None:
        self._name, self._given = name, given
        self._kept: Callable[..., SafeString] = lru_cache(maxsize=MOST)(self._of_given)

    def render(self, context: Any) -> SafeString:
        values = {name: value.resolve(context) for name, value in self._given.items()}
        engine = context.template.engine
        try:
            given = _Given(_key_of_all(dict, values.values()), values)
        except _Unlike:
            return self._anew(engine, values)
        year = timezone.localdate().year  # days of other years say theirs
        return self._kept(engine, get_language(), get_current_timezone_name(), year, given)

    def _of_given(self, engine: Engine, _language: str, _clock: str, _year: int, given: _Given) -> SafeString:
        return self._anew(engine, given.values)

    def _anew(self, engine: Engine, values: Mapping[str, Any]) -> SafeString:
        # Nothing of the one request is within reach: neither the visitor nor the page.
        return engine.get_template(self._name).render(Context(dict(values)))


def _key(value: Any) -> Hashable:
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if kind in (date, datetime):
        # The same moment on two clocks is two texts, and its clock says more than how far it is from others.
        return kind, value.isoformat(), str(getattr(value, "tzinfo", ""))
    if kind in (list, tuple):
        return _key_of_all(kind, value)
    if isinstance(value, Promise):
        text = str(value)  # in the language of now, which the rendering is kept by
        return kind, type(text), text
    # A class that only inherits from one may know more than its fields say.
    if "__dataclass_fields__" in vars(kind) and kind.__hash__ is not None:
        return _key_of_all(kind, [getattr(value, each.name) for each in fields(value)])
    raise _Unlike


def _key_of_all(kind: type, values: Collection[Any]) -> Hashable:
    kinds = tuple(map(type, values))
    if _PLAIN.issuperset(kinds):  # nearly always, and then nothing is called for each
        return kind, kinds, tuple(values)
    return kind, tuple([_key(value) for value in values])


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Include a component of our own, by its name in quotes, with nothing but what it is given by name.

    For components that depend on what they are given, the active language and time zone and the year that is, and on
    nothing else: they ask for no request, no site and no database. Texts, numbers, days, lists and frozen dataclasses
    of these tell one component from another; given anything else it is rendered each time.
    """
    parts = token.split_contents()
    if len(parts) < 4 or parts[1][0] not in "\"'" or parts[2] != "with":
        raise template.TemplateSyntaxError('Write {% kept "components/….html" with name=value %}')
    rest = parts[3:]
    given = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"{{% kept %}} takes values by name only, not {rest[0]}")
    return KeptNode(parts[1][1:-1], given)
