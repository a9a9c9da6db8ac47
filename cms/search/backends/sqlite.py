"""SQLite: one pass through Wagtail's FTS5 table, whose ``autocomplete`` column holds the other names."""

from collections.abc import Mapping, Sequence

from django.db.models import IntegerField, UUIDField
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchAtomicRebuilder,
    SQLiteSearchBackend,
    SQLiteSearchRebuilder,
)

from cms.search.nodes import AllOf, AnyOf, ButNot, Node, Tokens, begins_with_one_letter, in_any_word
from cms.search.whole_words import asked_for

from .indexing import AnalysingIndexMixin, RecordingRebuilderMixin
from .ranking import (
    BODY,
    BODY_POINTS,
    NAME_POINTS,
    NAMES,
    PRIMARY_KEY,
    SCORE,
    SQL,
    TITLE,
    TITLE_POINTS,
    WHOLE_WORD_POINTS,
    RankedAutocompleteMixin,
    RankedQueryCompiler,
    RankedResults,
)
from .texts import AnalysedTexts

COLUMNS = {TITLE: "title", NAMES: "autocomplete", BODY: "body"}

ENTRY = IndexEntry._meta.db_table
FTS = SQLiteFTSIndexEntry._meta.db_table

#: bm25 with a weight per column, in the order in which Wagtail's migration created them: autocomplete, body, title.
#: Its results are below zero, the better the lower, and without limit; the formula maps them to 0 … BODY_POINTS.
_BM25 = f"-bm25({FTS}, 4.0, 1.0, 8.0)"
_ENGINE_POINTS = f"{BODY_POINTS}.0 * ({_BM25}) / (10.0 + ({_BM25}))"


class JapaneseSQLiteIndex(AnalysingIndexMixin, SQLiteIndex):
    def write(self, *, content_type_pk: int, texts: Mapping[str, AnalysedTexts]) -> None:
        entries = [
            IndexEntry(
                content_type_id=content_type_pk,
                object_id=object_id,
                title=" ".join(text.title),
                autocomplete=" ".join(text.names),
                body=" ".join(text.body),
                title_norm=text.weight,
            )
            for object_id, text in texts.items()
        ]
        self.entries.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "autocomplete", "body", "title_norm"],
        )


def match_expression(node: Node, *, ranks: frozenset[str] | None = None) -> str:
    """``node`` in the language of FTS5. ``ranks`` limits it to some of the columns.

    Tokens hold letters and digits only, so nothing typed is ever read as an operator.
    """
    if ranks is not None and len(ranks) < len(COLUMNS):
        columns = " ".join(COLUMNS[rank] for rank in sorted(ranks))
        return f"{{{columns}}} : ({match_expression(node)})"
    match node:
        case Tokens(alone=True):
            return "(" + " OR ".join(f'"{" ".join(tokens)}"' for tokens in node.sequences) + ")"
        case Tokens(tokens=tokens, prefix=prefix):
            return f'"{" ".join(tokens)}"{" *" if prefix else ""}'
        case AllOf(parts):
            return "(" + " AND ".join(map(match_expression, parts)) + ")"
        case AnyOf(parts):
            return "(" + " OR ".join(map(match_expression, parts)) + ")"
        case ButNot(wanted, unwanted):
            return f"({match_expression(wanted)} NOT {match_expression(unwanted)})"
    raise NotImplementedError(f"{type(node).__name__} stands at the root of a query only.")


class JapaneseSQLiteQueryCompiler(RankedQueryCompiler):
    # An expression instead of a column: no index is made for it.
    unindexed = "+"

    def hits_sql(self, node: Node, *, columns: Sequence[str], content_type_pks: Sequence[int]) -> SQL:
        selected, params = [], []
        for column in columns:
            sql, column_params = self._column_sql(column, node)
            selected.append(sql)
            params += column_params
        # With the + SQLite begins with what FTS finds. It would rather ask FTS about each entry of a kind, one by one.
        sql = (
            f"SELECT {', '.join(selected)} FROM {FTS} INNER JOIN {ENTRY} ON {ENTRY}.id = {FTS}.rowid "
            f"WHERE {FTS} MATCH %s AND +{ENTRY}.content_type_id IN ({', '.join(['%s'] * len(content_type_pks))})"
        )
        return sql, [*params, match_expression(node, ranks=self.ranks()), *content_type_pks]

    def _column_sql(self, column: str, node: Node) -> SQL:
        if column == PRIMARY_KEY:
            return self.key_sql(ENTRY), []
        if column != SCORE:
            return f"{ENTRY}.{column}", []
        # How often one kana or letter stands in a text says nothing of it, and takes longer to count than to find.
        points, params = "0" if begins_with_one_letter(node) else _ENGINE_POINTS, []
        for ranks, bonus in ((frozenset({TITLE}), TITLE_POINTS), (frozenset({TITLE, NAMES}), NAME_POINTS)):
            points += f" + {bonus} * ({FTS}.rowid IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s))"
            params.append(match_expression(in_any_word(node), ranks=ranks))
        whole = asked_for(node)
        if whole:
            points += f" + {WHOLE_WORD_POINTS} * ({FTS}.rowid IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s))"
            params.append(match_expression(whole, ranks=frozenset({TITLE, NAMES})))
        return f"({points}) * {ENTRY}.title_norm", params

    def key_sql(self, table: str) -> str:
        match self.primary_key:
            case UUIDField():
                return f"REPLACE({table}.object_id, '-', '')"
            case IntegerField():
                return f"CAST({table}.object_id AS INTEGER)"
        return f"{table}.object_id"


class JapaneseSQLiteAutocompleteCompiler(RankedAutocompleteMixin, JapaneseSQLiteQueryCompiler):
    pass


class JapaneseSQLiteRebuilder(RecordingRebuilderMixin, SQLiteSearchRebuilder):
    pass


class JapaneseSQLiteAtomicRebuilder(RecordingRebuilderMixin, SQLiteSearchAtomicRebuilder):
    pass


class JapaneseSQLiteBackend(SQLiteSearchBackend):
    query_compiler_class = JapaneseSQLiteQueryCompiler
    autocomplete_query_compiler_class = JapaneseSQLiteAutocompleteCompiler
    index_class = JapaneseSQLiteIndex
    results_class = RankedResults
    rebuilder_class = JapaneseSQLiteRebuilder
    atomic_rebuilder_class = JapaneseSQLiteAtomicRebuilder


SearchBackend = JapaneseSQLiteBackend
