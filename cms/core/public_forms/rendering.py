"""Django's own widgets written without a template for each box: the same markup at a tenth of the calls.

A form of sixty fields asks Django for some four hundred small templates (one for each field, each choice and each list
of attributes). What is not written here is left to Django's templates.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]

_INPUTS = (
    "text", "number", "email", "url", "tel", "search", "color", "password", "hidden", "date", "datetime", "time",
    "checkbox",
)  # fmt: skip


class StraightRenderer(DjangoTemplates):
    """Django's renderer of forms, quick for the widgets that public forms are made of."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        write = _WRITERS.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context["widget"]))  # every value in it went through `_escaped`


def _escaped(value: object) -> str:
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)  # what was marked as safe stays as it is


def _attributes(attrs: Mapping[str, Any]) -> str:
    if not attrs:  # as in nearly every line of a list
        return ""
    return "".join(
        f" {name}" if value is True else f' {name}="{_escaped(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_escaped(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    value = _escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _boxes(widget: Widget) -> str:
    """Radio buttons or boxes to tick, each in its label."""
    attrs = widget["attrs"]
    own = "".join(f' {name}="{_escaped(attrs[name])}"' for name in ("id", "class") if attrs.get(name))
    groups = "".join(
        f"\n  <div><label>{_escaped(group)}</label>{_in_rows(options)}\n  </div>" if group else _in_rows(options)
        for group, options, _index in widget["optgroups"]
    )
    return f"<div{own}>{groups}\n</div>"


def _in_rows(options: Iterable[Widget]) -> str:
    return "".join(f"<div>\n    {_box(option)}</div>" for option in options)


def _box(option: Widget) -> str:
    if not option["wrap_label"]:
        return _input(option)
    own = option["attrs"].get("id")
    target = f' for="{_escaped(own)}"' if own else ""
    return f"<label{target}>{_input(option)} {_escaped(option['label'])}</label>"


def _select(widget: Widget) -> str:
    groups = "".join(
        f'\n  <optgroup label="{_escaped(group)}">{_options(options)}\n  </optgroup>' if group else _options(options)
        for group, options, _index in widget["optgroups"]
    )
    return f'<select name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>'


def _options(options: Iterable[Widget]) -> str:
    return "".join([f"\n  {_option(option)}" for option in options])


def _option(option: Widget) -> str:
    attributes = _attributes(option["attrs"])
    return f'<option value="{_escaped(option["value"])}"{attributes}>{_escaped(option["label"])}</option>'


_WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/radio.html": _boxes,
    "django/forms/widgets/checkbox_select.html": _boxes,
    "django/forms/widgets/select.html": _select,
}
