"""Canaries: words that stand nowhere else, one in every column that may hold something personal.

Which columns these are is found in the models. A column is taken for personal until it is written down in shown.toml:
a new one gets a canary by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cms.mail.exceptions import AppendOnly
from tests.browser.page_types import ROOT

#: What every canary begins with. No word of any language does.
SIGN = "zqxv"
OURS = ("cms.", "home.", "activities.", "events.", "plugins.")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField,
         models.FileField)  # fmt: skip
#: Of Wagtail's own: what staff say to each other about a page.
OF_WAGTAIL = (("wagtailcore.Comment", "text"), ("wagtailcore.CommentReply", "text"))
#: Columns that hold a mail address, or another address, and so must look like one.
FORMS = {"address": "{}@example.jp", "email": "{}@example.jp", "online_url": "https://{}.example.jp/"}
#: Shown to everybody when a box is ticked; what the tests look for is what is not ticked.
ONLY_WHERE: dict[str, dict[str, Any]] = {"organisations.ContactItem": {"is_public": False}}

Column = tuple[type[models.Model], models.Field[Any, Any]]


def shown() -> dict[str, set[str]]:
    """Return the columns that are no secret, by model."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "tests/privacy/shown.toml", *sorted(ROOT.glob("plugins/*/tests/shown.toml"))):
        for listed in tomllib.loads(file.read_text()).values():
            for label, names in listed.items():
                found.setdefault(label, set()).update(names.split())
    return found


def texts() -> Iterator[Column]:
    """Yield every column of text of our models that is no choice from a list."""
    for model in apps.get_models():
        if not model.__module__.startswith(OURS):
            continue
        for column in model._meta.local_fields:
            if isinstance(column, TEXTS) and not column.choices:
                yield model, column


def personal() -> list[Column]:
    """Return the columns that may hold something personal."""
    known = shown()
    found = [(model, column) for model, column in texts() if column.name not in known.get(model._meta.label, ())]
    return found + [(model, model._meta.get_field(name)) for label, name in OF_WAGTAIL for model in [_of(label)]]


def _of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def name_of(column: Column) -> str:
    return f"{column[0]._meta.label}.{column[1].name}"


def canary_of(number: int) -> str:
    """The beginning of the canaries of a column; the row's key follows."""
    return f"{SIGN}{number:02}"


def put_in() -> dict[str, int]:
    """Put a canary in each personal column of every row; return how many rows each column has.

    A table without rows gets one. Then every row is saved as the site would save it, so that whatever copies what is
    saved (an index, a log, a list of references) copies canaries.
    """
    columns = personal()
    for model in dict.fromkeys(model for model, _column in columns):
        if not _rows(model).exists():
            _made_up(model)
    for number, (model, column) in enumerate(columns):
        _rows(model).update(**{column.name: _expression(number, column)})
    for model in dict.fromkeys(model for model, _column in columns):
        for row in _rows(model):
            _save(row)
    return {name_of((model, column)): _rows(model).filter(_has_canary(column)).count() for model, column in columns}


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    # Not the model's own queryset: some refuse to change a line that is only ever added.
    return models.QuerySet(model).filter(**ONLY_WHERE.get(model._meta.label, {}))


def _has_canary(column: models.Field[Any, Any]) -> models.Q:
    return ~models.Q(**{f"{column.name}__isnull": True})


def _expression(number: int, column: models.Field[Any, Any]) -> Any:
    canary = canary_of(number)
    if isinstance(column, models.JSONField):
        return {"typed": canary}
    if isinstance(column, models.BinaryField):
        return canary.encode()
    before, _place, after = FORMS.get(column.name, "{}").partition("{}")
    return Concat(Value(before + canary), Cast("pk", models.CharField()), Value(after))


def _save(row: models.Model) -> None:
    try:
        row.save()
    except AppendOnly:
        return  # nothing saves such a line, and nothing hears of it


def _made_up(model: type[models.Model]) -> None:
    """Make a row in an empty table, of whatever is there."""
    given: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.has_default() or column.null or column.primary_key or column.blank:
            continue
        given[column.attname] = _something(column)
    made: models.QuerySet[Any] = models.QuerySet(model)
    made.bulk_create([model(**given)])


def _something(column: models.Field[Any, Any]) -> Any:
    if isinstance(column, models.ForeignKey):
        rows = models.QuerySet(column.related_model)
        if not rows.exists():
            _made_up(column.related_model)
        return rows.values_list("pk", flat=True)[0]
    if isinstance(column, models.DateTimeField):
        return timezone.now()
    if isinstance(column, models.DateField):
        return timezone.localdate()
    if column.choices:
        return next(value for value, _label in column.flatchoices)
    return 1 if isinstance(column, models.IntegerField) else "1"
