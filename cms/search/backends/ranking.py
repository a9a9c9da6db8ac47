"""Asking the index: one statement for the ids of all hits in their order, one for the objects that are shown.

Wagtail's own backends compute the score of every candidate row in a correlated subquery, which is quadratic on
SQLite. Here the index is read once, as a materialised list of hits, and joined with the rows of the queryset.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Field, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.related import RelatedField
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError, SearchFieldError
from modelsearch.utils import get_descendants_content_types_pks

from cms.search.models import SynonymClass
from cms.search.nodes import Complement, Everything, Node, Nothing
from cms.search.queries import ParsedQuery, parse_query

from .texts import TITLE_FIELDS, holds_names

SQL = tuple[str, list[Any]]

#: Ranks of the index, as ``texts.AnalysedTexts`` has them.
TITLE, NAMES, BODY = "title", "names", "body"

#: Points for a query that stands in the title, and in title or other names. What the engine's own measure adds is
#: squeezed below ``BODY_POINTS``, so that a title goes before an alias and an alias before the body.
TITLE_POINTS = 60
NAME_POINTS = 40
BODY_POINTS = 20
#: Points for a short word of kanji that stands alone in title or other names; as much as the engine's measure at most.
WHOLE_WORD_POINTS = 20

#: What ``hits_sql`` can select.
PRIMARY_KEY, OBJECT_ID, CONTENT_TYPE, SCORE = "primary_key", "object_id", "content_type_id", "score"

#: So many hits are ranked in one go; only who turns pages beyond them asks again.
WINDOW = 1000


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hits from the best on: (primary key, score), and how many there are in all."""

    hits: list[tuple[Any, float]]
    total: int

    def covers(self, stop: int | None) -> bool:
        return len(self.hits) == self.total or (stop is not None and stop <= len(self.hits))


class RankedQueryCompiler(BaseSearchQueryCompiler):
    """A query on a queryset. One object serves a result set and all its slices, which share the ranking."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ranking: Ranking | None = None
        self._is_relaxed = False

    # What the databases answer differently

    def hits_sql(self, node: Node, *, columns: Sequence[str], content_type_pks: Sequence[int]) -> SQL:
        """A SELECT from the index of what ``node`` finds among these content types.

        ``columns`` are some of ``PRIMARY_KEY`` (as the queryset's model has it), ``OBJECT_ID``, ``CONTENT_TYPE`` and
        ``SCORE`` (the higher the better).
        """
        raise NotImplementedError

    def key_sql(self, table: str) -> str:
        """What ``object_id`` of a table of hits is as a primary key of the queryset's model."""
        raise NotImplementedError

    #: Stands before the key of a hit where it is compared with that of a candidate: see ``found_sql``.
    unindexed: ClassVar[str] = ""

    # What they share

    @cached_property
    def parsed(self) -> ParsedQuery:
        if isinstance(self.query, ParsedQuery):
            return self.query
        return parse_query(self.query, synonyms=SynonymClass.thesaurus_for(None), last_is_prefix=self.last_is_prefix)

    @property
    def node(self) -> Node:
        return self.parsed.relaxed.node if self._is_relaxed and self.parsed.relaxed else self.parsed.node

    last_is_prefix: ClassVar[bool] = False

    def ranks(self) -> frozenset[str]:
        """The ranks of the index to be looked at: those in which the index holds the ``fields`` asked for."""
        if self.fields is None:
            return frozenset({TITLE, NAMES, BODY})
        return frozenset(map(self._rank_of, self.fields))

    def _rank_of(self, field_name: str) -> str:
        if field_name in TITLE_FIELDS:
            return TITLE
        fields = self.queryset.model.get_search_fields()
        return NAMES if any(holds_names(field) for field in fields if field.field_name == field_name) else BODY

    @property
    def connection(self) -> Any:
        return connections[self.queryset.db]

    @property
    def content_type_pks(self) -> list[int]:
        return get_descendants_content_types_pks(self.queryset.model)

    @property
    def primary_key(self) -> Field:
        field = self.queryset.model._meta.pk
        while isinstance(field, RelatedField):
            field = field.target_field
        return field

    def matching(self) -> QuerySet:
        """The rows found, as an ordinary queryset in its own order (the newest first when it has none)."""
        if self.parsed.relaxed:
            self.ranking(stop=0)
        match self.node:
            case Everything():
                found = self.queryset
            case Nothing():
                found = self.queryset.none()
            case Complement(part):
                found = self.queryset.exclude(pk__in=self._found_pks(part))
            case node:
                found = self.queryset.filter(pk__in=self._found_pks(node))
        if self.order_by_relevance and not isinstance(self.node, Everything):
            return found.order_by("-pk")
        # An order of some kind keeps the pages of a listing apart.
        return found if found.query.order_by or found.query.default_ordering else found.order_by("-pk")

    def _found_pks(self, node: Node) -> RawSQL:
        return RawSQL(*self.hits_sql(node, columns=[PRIMARY_KEY], content_type_pks=self.content_type_pks))

    @property
    def is_ranked(self) -> bool:
        return self.order_by_relevance and not isinstance(self.node, Everything | Nothing | Complement)

    def count(self) -> int:
        return self.ranking(stop=0).total if self.is_ranked else self.matching().count()

    def know(self, ranking: Ranking) -> None:
        """Take a ranking that was asked for together with others."""
        self._ranking = ranking

    def check(self) -> None:
        """Refuse ``fields`` that are not in the index. Rows are filtered by the database, by any condition."""
        known = {field.field_name for field in self.queryset.model.get_search_fields()}
        for name in self.fields or ():
            if name not in known:
                raise SearchFieldError(
                    f"Cannot search with field {name!r}. Please add index.SearchField({name!r}) to "
                    f"{self.queryset.model.__name__}.search_fields.",
                    field_name=name,
                )

    def ranking(self, *, stop: int | None) -> Ranking:
        """The hits up to ``stop`` at least (``None``: all)."""
        limit = None if stop is None else WINDOW
        if self._ranking is None:
            self._ranking = self._rank(limit=limit)
            if not self._ranking.total and self.parsed.relaxed:
                self._is_relaxed = True
                self._ranking = self._rank(limit=limit)
        if not self._ranking.covers(stop):
            self._ranking = self._rank(limit=None)
        return self._ranking

    def values(self, name: str) -> list[Any]:
        """Return the field or annotation ``name`` of all rows found, in no order: nothing is scored or sorted."""
        found = self._values(name)
        if not found and self.parsed.relaxed and not self._is_relaxed:
            self._is_relaxed = True
            found = self._values(name)
        return found

    def _values(self, name: str) -> list[Any]:
        try:
            found_sql, found_params = self.found_sql("hits.pk", select=f"candidates.{name}", also=(name,))
        except EmptyResultSet:
            return []
        hits_sql, hits_params = self.hits_sql(self.node, columns=[PRIMARY_KEY], content_type_pks=self.content_type_pks)
        with self.connection.cursor() as cursor:
            cursor.execute(f"WITH hits (pk) AS MATERIALIZED ({hits_sql}) {found_sql}", [*hits_params, *found_params])
            return [value for (value,) in cursor.fetchall()]

    def found_sql(
        self, key: str, *, where: str = "", select: str = "candidates.pk, hits.score", also: Sequence[str] = ()
    ) -> SQL:
        """A SELECT of (primary key, score) of the hits that are rows of the queryset. Raises ``EmptyResultSet``.

        ``select``: what else instead, of ``hits`` and ``candidates``, which have the fields or annotations ``also``.
        ``key``: the primary key in the table ``hits``. Each hit is looked up among the rows, by its key, never the
        other way round: hits are few where rows are many. No window function may stand in the same SELECT, or SQLite
        reads all rows first; and it must not take the hits for a table worth an index.
        """
        candidates = self.queryset.order_by().values("pk", *also)
        candidates_sql, params = candidates.query.get_compiler(self.queryset.db).as_sql()
        return (
            f"SELECT {select} FROM hits INNER JOIN ({candidates_sql}) AS candidates "
            f"ON candidates.pk = {self.unindexed}{key}{where}",
            list(params),
        )

    def _rank(self, *, limit: int | None) -> Ranking:
        try:
            found_sql, found_params = self.found_sql("hits.pk")
        except EmptyResultSet:
            return Ranking(hits=[], total=0)
        hits_sql, hits_params = self.hits_sql(
            self.node, columns=[PRIMARY_KEY, SCORE], content_type_pks=self.content_type_pks
        )
        sql = (
            f"WITH hits (pk, score) AS MATERIALIZED ({hits_sql}), found (pk, score) AS MATERIALIZED ({found_sql}) "
            "SELECT pk, score, (SELECT COUNT(*) FROM found) FROM found ORDER BY score DESC, pk DESC"
        )
        params = [*hits_params, *found_params]
        if limit is not None:
            sql += " LIMIT %s"
            params.append(limit)
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        return Ranking(
            hits=[(self.primary_key.to_python(pk), score) for pk, score, _ in rows], total=rows[0][2] if rows else 0
        )


class RankedAutocompleteMixin:
    """Looks at titles and other names only, and takes the last alphabetic word for the beginning of one."""

    last_is_prefix = True

    def ranks(self) -> frozenset[str]:
        return frozenset({TITLE, NAMES})


class RankedResults(BaseSearchResults):
    query_compiler: RankedQueryCompiler
    supports_facet = True

    def get_queryset(self) -> QuerySet:
        """Everything found, not sliced and not ranked."""
        return self.query_compiler.matching()

    def _do_count(self) -> int:
        total = self.query_compiler.count()
        stop = total if self.stop is None else min(self.stop, total)
        return max(stop - self.start, 0)

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        if not compiler.is_ranked:
            found = list(compiler.matching()[self.start : self.stop])
            if self._score_field and not isinstance(compiler.node, Everything | Nothing | Complement):
                self._set_scores(found, compiler.ranking(stop=None).hits)
            return found
        hits = compiler.ranking(stop=self.stop).hits[self.start : self.stop]
        if not hits:
            return []
        queryset = compiler.queryset.order_by()
        wanted = queryset.filter(pk__in=[pk for pk, _ in hits])
        # Databases limit the number of parameters.
        objects = wanted if len(hits) <= WINDOW else compiler.matching()
        by_pk = {obj.pk: obj for obj in objects}
        # A row deleted between the two statements is missing from the second.
        found = [by_pk[pk] for pk, _ in hits if pk in by_pk]
        if self._score_field:
            self._set_scores(found, hits)
        return found

    def _set_scores(self, found: list[Any], hits: list[tuple[Any, float]]) -> None:
        scores = dict(hits)
        for obj in found:
            setattr(obj, self._score_field, scores.get(obj.pk))

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many hits there are per value of ``field_name``, the most first."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f"Cannot facet search results with field {field_name!r}. Please add "
                f"index.FilterField({field_name!r}) to {self.model.__name__}.search_fields.",
                field_name=field_name,
            )
        rows = compiler.matching().order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)
