"""One query over several kinds of things, with one look into the index for all of them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, UUIDField
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchResults
from modelsearch.query import PlainText

from .backends.ranking import CONTENT_TYPE, OBJECT_ID, SCORE, WINDOW, RankedQueryCompiler, RankedResults, Ranking
from .queries import ParsedQuery

#: How many hits of an engine outside the database are looked up in it, per kind.
EXTERNAL_WINDOW = 1000


def search_together(query: ParsedQuery, querysets: Sequence[QuerySet]) -> list[BaseSearchResults]:
    """The results of ``query`` for each of the querysets, in their order.

    On SQLite and PostgreSQL all hits are found, counted and ranked in a single statement, however many querysets
    there are; the objects of a result set are loaded when it is sliced or iterated.
    """
    backend = get_search_backend()
    if not issubclass(backend.results_class, RankedResults):
        return [_searched_outside(backend, query, queryset) for queryset in querysets]
    results = [backend.search(query, queryset) for queryset in querysets]
    ranked = [found.query_compiler for found in results if found.query_compiler and found.query_compiler.is_ranked]
    if ranked:
        _rank_together(ranked)
    return results


def _searched_outside(backend: Any, query: ParsedQuery, queryset: QuerySet) -> BaseSearchResults:
    """Elasticsearch and OpenSearch know the indexed fields only: they find, the database filters."""
    hits = backend.search(PlainText(query.text), queryset.model.objects.all())[:EXTERNAL_WINDOW]
    visible = {row.pk: row for row in queryset.filter(pk__in=[hit.pk for hit in hits])}
    results = BaseSearchResults(backend, None)
    results._results_cache = [visible[hit.pk] for hit in hits if hit.pk in visible]
    return results


def _rank_together(compilers: Sequence[RankedQueryCompiler]) -> None:
    """Give every compiler its ranking: hits once, joined with the candidates of each queryset."""
    content_type_pks = sorted({pk for compiler in compilers for pk in compiler.content_type_pks})
    hits_sql, params = compilers[0].hits_sql(
        compilers[0].node, columns=[CONTENT_TYPE, OBJECT_ID, SCORE], content_type_pks=content_type_pks
    )
    tables, selects = [f"hits (content_type_id, object_id, score) AS MATERIALIZED ({hits_sql})"], []
    for place, compiler in enumerate(compilers):
        try:
            candidates_sql, candidates_params = compiler.candidates_sql()
        except EmptyResultSet:
            continue
        tables.append(f"candidates{place} (pk) AS ({candidates_sql})")
        params = [*params, *candidates_params]
        selects.append(_ranked_select(place, compiler))
    rankings: dict[int, Ranking] = {place: Ranking(hits=[], total=0) for place in range(len(compilers))}
    if selects:
        sql = f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)} ORDER BY 1, 5"
        with connections[compilers[0].queryset.db].cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        for place, pk, score, total, _ in rows:
            ranking = rankings[place]
            if not ranking.hits:
                ranking = rankings[place] = Ranking(hits=[], total=total)
            ranking.hits.append((compilers[place].primary_key.to_python(pk), score))
    for place, compiler in enumerate(compilers):
        compiler.know(rankings[place])


def _ranked_select(place: int, compiler: RankedQueryCompiler) -> str:
    """(place, key as text, score, total, position) of the best hits among the candidates of one queryset."""
    content_types = ", ".join(str(int(pk)) for pk in compiler.content_type_pks)
    key = f"CAST(candidates{place}.pk AS VARCHAR)"
    object_id = "hits.object_id"
    if isinstance(compiler.primary_key, UUIDField) and compiler.connection.vendor == "sqlite":
        object_id = "REPLACE(hits.object_id, '-', '')"
    return (
        f"SELECT {place}, pk, score, total, position FROM (SELECT {key} AS pk, hits.score AS score, "
        "COUNT(*) OVER () AS total, "
        f"ROW_NUMBER() OVER (ORDER BY hits.score DESC, candidates{place}.pk DESC) AS position "
        f"FROM candidates{place} INNER JOIN hits ON {object_id} = {key} "
        f"WHERE hits.content_type_id IN ({content_types})) AS ranked{place} WHERE position <= {WINDOW}"
    )
