"""How long before and after its deadline a call is shown as what, at a site."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from . import chosen
from .statuses import Windows


def of_site(site: Any) -> Windows:
    """Return what the centre has set; remembered until somebody sets it anew."""
    return chosen.of_site(site)[0]


def with_windows(rows: QuerySet[Any], site: Any) -> QuerySet[Any]:
    """Let what the centre has set come along with rows, for `beside`: a query less where nothing is remembered."""
    rows_of_site = apps.get_model("grants.GrantSettings").objects.filter(site=site)
    columns = {
        f"window_{name}": Coalesce(Subquery(rows_of_site.values(name)[:1]), Value(value))
        for name, value in asdict(Windows()).items()
    }
    return rows.annotate(**columns)


def beside(row: Any) -> Windows:
    """Return what came along with a row of `with_windows`."""
    return Windows(closing_days=row.window_closing_days, results_days=row.window_results_days)
