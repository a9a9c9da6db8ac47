"""The names of those who took part, in the versions of an activity: they outlast the rows of the directory."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

#: The row that a line names, and the field beside it that holds a name in words.
NAMED_BESIDE = {"organisation": "name", "department": "department_name", "programme": "programme_name"}
SAID = "said"

Line = dict[str, Any]


def keep_names(lines: list[Line]) -> None:
    """Write the names of today into the lines of a version that is being made, with a query for each kind of row.

    lines: of `serializable_data`; they get one more entry, `said`.
    """
    for line in lines:
        line[SAID] = {}
    for field in NAMED_BESIDE:
        keys = {line[field] for line in lines} - {None}
        names = dict(_model(field)._base_manager.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
        for line in lines:
            line[SAID][field] = names.get(line[field], "")


def name_in_words(line_type: Any, gone: list[tuple[Line, str]]) -> None:
    """Write the names of what was deleted beside it, where no words stand yet.

    line_type: the model of the lines. gone: lines of a version, each with the field that names what is not there any
    more. Versions of before names were kept take them from the log, with a constant number of queries.
    """
    for field, beside in NAMED_BESIDE.items():
        lines = [line for line, name in gone if name == field and not line.get(beside)]
        for line, name in zip(lines, _names(field, lines), strict=True):
            line[beside] = name[: line_type._meta.get_field(beside).max_length]


def _names(field: str, lines: list[Line]) -> list[str]:
    """Return the name that each line had for what its field names; empty where nothing tells it."""
    unsaid = {line[field] for line in lines if not _said(line, field)}
    logged = _labels(field, unsaid)
    last = {key: labels[-1] for key, labels in logged.items()}
    if field == "department" and last:
        bodies = {line["organisation"] for line in lines} - {None}
        former = _labels("organisation", bodies)
        now = dict(_model("organisation")._base_manager.filter(pk__in=bodies).values_list("pk", "name"))
        for line in lines:
            owners = [*former.get(line["organisation"], ()), now.get(line["organisation"]), line.get("name")]
            last[line[field]] = _without_owner(last.get(line[field], ""), [*owners, _said(line, "organisation")])
    return [_said(line, field) or last.get(line[field], "") for line in lines]


def _said(line: Line, field: str) -> str:
    return str(line.get(SAID, {}).get(field) or "")


def _without_owner(label: str, owners: list[str | None]) -> str:
    """Return a department's own name: the log calls it by its organisation's too, as that was called then."""
    for owner in sorted(filter(None, owners), key=len, reverse=True):
        if label.startswith(f"{owner} "):
            return label.removeprefix(f"{owner} ")
    return label


def _labels(field: str, keys: Collection[Any]) -> dict[Any, list[str]]:
    """Return what the log called rows, deleted ones too, the latest last."""
    if not keys:
        return {}
    by_text = {str(key): key for key in keys}
    kind = ContentType.objects.get_for_model(_model(field))
    found: dict[Any, list[str]] = {}
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id__in=by_text).order_by("timestamp", "pk")
    for text, label in entries.values_list("object_id", "label"):
        found.setdefault(by_text[text], []).append(label)
    return found


def _model(field: str) -> Any:
    return apps.get_model("organisations", field)
