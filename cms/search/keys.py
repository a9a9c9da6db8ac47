"""What a query finds, as keys alone: for lists that are narrowed, counted and cut elsewhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import get_search_backend

from .backends.ranking import RankedResults
from .together import searched_outside


def keys_found(query: str, queryset: QuerySet[Any]) -> list[Any]:
    """Return the primary keys of the rows that ``query`` finds, the best first; one statement inside the database.

    The queryset may have any condition, whatever the engine: see ``searched_outside``.
    """
    backend = get_search_backend()
    if not issubclass(backend.results_class, RankedResults):
        return [row.pk for row in searched_outside(backend, query, queryset)]
    compiler = backend.search(query, queryset).query_compiler
    if compiler.is_ranked:
        return [pk for pk, _score in compiler.ranking(stop=None).hits]
    return list(compiler.matching().values_list("pk", flat=True))


def values_found(query: str, queryset: QuerySet[Any], name: str) -> list[Any]:
    """Return the annotation `name` of the rows that `query` finds, in no order; one statement inside the database.

    For who has an order already. Ranking many hits takes longer than finding them, and is left out. The values are as
    the database has them. The queryset may have any condition, as with `keys_found`.
    """
    backend = get_search_backend()
    if not issubclass(backend.results_class, RankedResults):
        return [getattr(row, name) for row in searched_outside(backend, query, queryset)]
    compiler = backend.search(query, queryset).query_compiler
    return compiler.values(name) if compiler.is_ranked else list(compiler.matching().values_list(name, flat=True))
