"""What somebody else changed while a form was being filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm, BooleanField, Field
from django.utils.translation import gettext as _

from events.registration.questions import is_nothing


def say_what_changed(form: BaseForm, present: Mapping[str, Any]) -> None:
    """Say at each field what holds now, where that is not what was typed. What was typed is kept.

    present: values by the names of the fields, as they would be shown by a form that is opened now.
    """
    for name, field in form.fields.items():
        if name in present and not _same(present[name], form[name].value()):
            value = _said(field, present[name]) or _("(nothing)")
            form.add_error(name, _("At present it says: %(value)s") % {"value": value})


def _same(known: Any, typed: Any) -> bool:
    if is_nothing(known) or is_nothing(typed):
        return is_nothing(known) and is_nothing(typed)
    if isinstance(known, list) or isinstance(typed, list):
        return sorted(map(str, known)) == sorted(map(str, typed))
    return known is True or str(known) == str(typed)


def _said(field: Field, value: Any) -> str:
    """Return a value in the words of its field."""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return _(", ").join(words.get(str(each), str(each)) for each in values if not is_nothing(each))
