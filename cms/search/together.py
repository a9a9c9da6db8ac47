"""One query over several kinds of things, with one look into the index for all of them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchResults
from modelsearch.query import PlainText

from .backends.ranking import CONTENT_TYPE, OBJECT_ID, SCORE, WINDOW, RankedQueryCompiler, RankedResults, Ranking
from .queries import ParsedQuery

#: How many hits of an engine outside the database are looked up in it, per kind.
EXTERNAL_WINDOW = 1000


def search_together(
    query: ParsedQuery, querysets: Sequence[QuerySet], *, stops: Sequence[int] = ()
) -> list[BaseSearchResults]:
    """The results of ``query`` for each of the querysets, in their order.

    ``stops``: how many of the best hits of each are wanted; who asks for more later asks the index again.

    On SQLite and PostgreSQL all hits are found, counted and ranked in a single statement, however many querysets
    there are; the objects of a result set are loaded when it is sliced or iterated.
    """
    backend = get_search_backend()
    if not issubclass(backend.results_class, RankedResults):
        return [searched_outside(backend, query.text, queryset) for queryset in querysets]
    results = [backend.search(query, queryset) for queryset in querysets]
    ranked = [
        (found.query_compiler, stop)
        for found, stop in zip(results, stops or [WINDOW] * len(results), strict=True)
        if found.query_compiler and found.query_compiler.is_ranked
    ]
    if ranked:
        _rank_together(*zip(*ranked, strict=True))
    return results


def searched_outside(backend: Any, text: str, queryset: QuerySet) -> BaseSearchResults:
    """Elasticsearch and OpenSearch know the indexed fields only: they find, the database filters."""
    hits = backend.search(PlainText(text), queryset.model.objects.all())[:EXTERNAL_WINDOW]
    visible = {row.pk: row for row in queryset.filter(pk__in=[hit.pk for hit in hits])}
    results = BaseSearchResults(backend, None)
    results._results_cache = [visible[hit.pk] for hit in hits if hit.pk in visible]
    return results


def _rank_together(compilers: Sequence[RankedQueryCompiler], stops: Sequence[int]) -> None:
    """Give every compiler its ranking: hits once, looked up among the candidates of each queryset."""
    content_type_pks = sorted({pk for compiler in compilers for pk in compiler.content_type_pks})
    hits_sql, params = compilers[0].hits_sql(
        compilers[0].node, columns=[CONTENT_TYPE, OBJECT_ID, SCORE], content_type_pks=content_type_pks
    )
    tables, selects = [f"hits (content_type_id, object_id, score) AS MATERIALIZED ({hits_sql})"], []
    for place, (compiler, stop) in enumerate(zip(compilers, stops, strict=True)):
        content_types = ", ".join(str(int(pk)) for pk in compiler.content_type_pks)
        try:
            found_sql, found_params = compiler.found_sql(
                compiler.key_sql("hits"), where=f" WHERE hits.content_type_id IN ({content_types})"
            )
        except EmptyResultSet:
            continue
        tables.append(f"found{place} (pk, score) AS MATERIALIZED ({found_sql})")
        params = [*params, *found_params]
        selects.append(_best_of(place, stop))
    rankings: dict[int, Ranking] = {place: Ranking(hits=[], total=0) for place in range(len(compilers))}
    if selects:
        sql = f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}"
        with connections[compilers[0].queryset.db].cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        for place, pk, score, total in rows:
            ranking = rankings[place]
            if not ranking.hits:
                ranking = rankings[place] = Ranking(hits=[], total=total)
            ranking.hits.append((compilers[place].primary_key.to_python(pk), score))
    for place, compiler in enumerate(compilers):
        compiler.know(rankings[place])


def _best_of(place: int, stop: int) -> str:
    """(place, key as text, score, total) of the best hits of one queryset, the best first."""
    table = f"found{place}"
    return (
        f"SELECT {place}, pk, score, total FROM (SELECT CAST(pk AS VARCHAR) AS pk, score, "
        f"(SELECT COUNT(*) FROM {table}) AS total FROM {table} ORDER BY score DESC, {table}.pk DESC "
        f"LIMIT {int(stop)}) AS best{place}"
    )
