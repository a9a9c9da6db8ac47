"""PostgreSQL: tsvectors and tsqueries that we write out ourselves.

Going past ``to_tsvector`` and ``to_tsquery`` makes the index independent of the server's locale (whose idea of a
letter decides what PostgreSQL's own parser keeps) and gives every token the position and the label that the search
wants: A for the title, B for other names, D for the body. ``body`` holds all three, so its GIN index, which Wagtail
creates, serves title and body together; stock Wagtail asks for ``title || body``, for which there is no index.

A text longer than one ``tsvector`` can number is continued in ``LongTextPart``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, UUIDField
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresIndex,
    PostgresSearchAtomicRebuilder,
    PostgresSearchBackend,
    PostgresSearchRebuilder,
)

from cms.search.models import LongTextPart
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

LABELS = {TITLE: "A", NAMES: "B", BODY: "D"}

ENTRY = IndexEntry._meta.db_table
PARTS = LongTextPart._meta.db_table

#: So many hits at most are ranked by their bodies too.
MOST_BODIES_RANKED = 500

#: Tokens in one tsvector. PostgreSQL numbers up to 16,383 and keeps 256 positions of one lexeme.
PART_LENGTH = 4_000
#: So many tokens stand in two parts, that no phrase is cut: as many as a query can have.
PART_OVERLAP = 250


def vector(pieces: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A tsvector literal of (label, tokens), numbered through, with a gap between pieces that no phrase crosses."""
    positions: dict[str, list[str]] = {}
    position = 0
    for label, tokens in pieces:
        for token in tokens:
            position += 1
            positions.setdefault(token, []).append(f"{position}{label}")
        position += 1
    return " ".join(f"'{token}':{','.join(places)}" for token, places in positions.items())


def body_parts(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """``tokens`` in parts that overlap; the first is there even when empty."""
    yield tokens[:PART_LENGTH]
    for start in range(PART_LENGTH - PART_OVERLAP, len(tokens) - PART_OVERLAP, PART_LENGTH - PART_OVERLAP):
        yield tokens[start : start + PART_LENGTH]


def tsquery(node: Node, *, labels: str = "") -> str:
    """``node`` as a tsquery literal; ``labels`` limits it to tokens with one of these.

    Tokens hold letters and digits only, so nothing typed is ever read as an operator.
    """
    match node:
        case Tokens(alone=True):
            ways = [Tokens(tokens, prefix=False, text=node.text) for tokens in node.sequences]
            return "(" + " | ".join(tsquery(way, labels=labels) for way in ways) + ")"
        case Tokens(tokens=tokens, prefix=prefix):
            marks = [labels] * len(tokens)
            if prefix:
                marks[-1] += "*"
            lexemes = (f"'{token}':{mark}" if mark else f"'{token}'" for token, mark in zip(tokens, marks, strict=True))
            return "(" + " <-> ".join(lexemes) + ")"
        case AllOf(parts):
            return "(" + " & ".join(tsquery(part, labels=labels) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " | ".join(tsquery(part, labels=labels) for part in parts) + ")"
        case ButNot(wanted, unwanted):
            return f"({tsquery(wanted, labels=labels)} & !{tsquery(unwanted, labels=labels)})"
    raise NotImplementedError(f"{type(node).__name__} stands at the root of a query only.")


def _asked_apart(node: Node) -> list[Node]:
    """Alternatives of one token, and those of several. For the latter PostgreSQL reads every row that may be a hit;
    asked together it would read the certain hits on the same disk pages as well."""
    parts = node.parts if isinstance(node, AnyOf) else (node,)
    certain = [part for part in parts if isinstance(part, Tokens) and len(part.tokens) == 1]
    others = [part for part in parts if part not in certain]
    return [AnyOf(tuple(group)) for group in (certain, others) if group]


class JapanesePostgresIndex(AnalysingIndexMixin, PostgresIndex):
    def write(self, *, content_type_pk: int, texts: Mapping[str, AnalysedTexts]) -> None:
        rows, tails = [], {}
        for object_id, text in texts.items():
            first, *tails[object_id] = body_parts(text.body)
            names = [("A", text.title), ("B", text.names)]
            title_vector, names_vector = vector(names[:1]), vector(names)
            rows.append(
                (content_type_pk, object_id, title_vector, names_vector, vector([*names, ("D", first)]), text.weight)
            )
        values = ", ".join(["(%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, %s, '', '')"] * len(rows))
        # Together: whoever writes the same entry at this moment waits until its parts are there too.
        with transaction.atomic(using=self.write_connection.alias), self.write_connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {ENTRY} (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, "
                f"body_text) VALUES {values} ON CONFLICT (content_type_id, object_id) DO UPDATE SET "
                "title = EXCLUDED.title, autocomplete = EXCLUDED.autocomplete, body = EXCLUDED.body, "
                "title_norm = EXCLUDED.title_norm, title_text = '', body_text = '' RETURNING id, object_id",
                [value for row in rows for value in row],
            )
            entry_ids = {object_id: entry_id for entry_id, object_id in cursor.fetchall()}
            self._write_tails(cursor, {entry_ids[object_id]: tail for object_id, tail in tails.items()})

    def _write_tails(self, cursor: Any, tails: Mapping[int, Sequence[Sequence[str]]]) -> None:
        cursor.execute(f"DELETE FROM {PARTS} WHERE entry_id = ANY(%s)", [list(tails)])
        for entry_id, parts in tails.items():
            for number, part in enumerate(parts, start=1):
                cursor.execute(
                    f"INSERT INTO {PARTS} (entry_id, part, vector) VALUES (%s, %s, %s::tsvector)",
                    [entry_id, number, vector([("D", part)])],
                )

    def delete_stale_entries(self) -> None:
        super().delete_stale_entries()
        with self.write_connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {PARTS} WHERE entry_id NOT IN (SELECT id FROM {ENTRY})")

    def reset(self) -> None:
        super().reset()
        LongTextPart.objects.using(self.write_connection.alias).all()._raw_delete(self.write_connection.alias)


class JapanesePostgresQueryCompiler(RankedQueryCompiler):
    def hits_sql(self, node: Node, *, columns: Sequence[str], content_type_pks: Sequence[int]) -> SQL:
        ranks = self.ranks()
        # The small vector of names answers faster where the body is not asked.
        vector_column = "body" if BODY in ranks else "autocomplete"
        everything = {TITLE, NAMES, BODY} if BODY in ranks else {TITLE, NAMES}
        labels = "" if ranks == everything else "".join(sorted(LABELS[rank] for rank in ranks))
        selected: list[str] = []
        params: list[Any] = []
        for column in columns:
            sql, column_params = self._column_sql(column, node, vector_column)
            selected.append(sql)
            params += column_params
        source, source_params = self._source_sql(node, column=vector_column, labels=labels)
        if SCORE in columns:
            points, points_params = self._points_sql(node)
            # OFFSET 0: the points are known before hits are counted, which else would carry their vectors along.
            source = f"(SELECT e.*, {points} FROM {source} OFFSET 0) e"
            params += points_params
        sql = f"SELECT {', '.join(selected)} FROM {source} WHERE e.content_type_id = ANY(%s)"
        return sql, [*params, *source_params, list(content_type_pks)]

    def _column_sql(self, column: str, node: Node, vector_column: str) -> SQL:
        if column == PRIMARY_KEY:
            return self.key_sql("e"), []
        if column != SCORE:
            return f"e.{column}", []
        if vector_column != "body":
            return f"((e.points + {BODY_POINTS} * e.names_rank) * e.title_norm)", []
        # Reading a body costs more than finding it. Among very many hits its finer order is not worth that.
        rank = (
            f"CASE WHEN COUNT(*) OVER () <= {MOST_BODIES_RANKED} THEN ts_rank(e.body, %s::tsquery) "
            "ELSE e.names_rank END"
        )
        return f"((e.points + {BODY_POINTS} * {rank}) * e.title_norm)", [tsquery(in_any_word(node))]

    def _points_sql(self, node: Node) -> SQL:
        """What the small vectors of an entry `e` say of it: its `points`, and its `names_rank`."""
        wide = tsquery(in_any_word(node))
        sql = (
            f"CASE WHEN e.title @@ %s::tsquery THEN {TITLE_POINTS + NAME_POINTS} "
            f"WHEN e.autocomplete @@ %s::tsquery THEN {NAME_POINTS} ELSE 0 END"
        )
        params = [wide, wide]
        whole = asked_for(node)
        if whole:
            sql += f" + CASE WHEN e.autocomplete @@ %s::tsquery THEN {WHOLE_WORD_POINTS} ELSE 0 END"
            params.append(tsquery(whole))
        if begins_with_one_letter(node):
            # How often one kana stands in a text says nothing of it.
            return f"{sql} AS points, 0 AS names_rank", params
        return f"{sql} AS points, ts_rank(e.autocomplete, %s::tsquery) AS names_rank", [*params, wide]

    def _source_sql(self, node: Node, *, column: str, labels: str) -> SQL:
        """The entries found, as a table `e`: arms that exclude one another, each of which can use the GIN index."""
        if column != "body" or (labels and LABELS[BODY] not in labels):
            return f"(SELECT * FROM {ENTRY} WHERE {column} @@ %s::tsquery) e", [tsquery(node, labels=labels)]
        arms, params, before = [], [], []
        for part in _asked_apart(node):
            query = tsquery(part, labels=labels)
            # Many tokens in one query look to PostgreSQL like half of all rows, and it would read every body. What it
            # does not know before it begins, hence the SELECT, it looks up in the index.
            asked = "body @@ (SELECT %s::tsquery)"
            arms.append(f"SELECT * FROM {ENTRY} WHERE {asked}" + " AND NOT body @@ %s::tsquery" * len(before))
            params += [query, *before]
            before.append(query)
        tails, tails_params = self._tails_sql(node, labels=labels)
        arms.append(f"SELECT * FROM {ENTRY} WHERE id IN ({tails})" + " AND NOT body @@ %s::tsquery" * len(before))
        return f"({' UNION ALL '.join(arms)}) e", [*params, *tails_params, *before]

    def _tails_sql(self, node: Node, *, labels: str) -> SQL:
        """Ids of long texts. Words of one query may stand in different parts of one, so each is asked alone."""
        words = node.parts if isinstance(node, AllOf) else (node,)
        by_word = (
            f"(SELECT id FROM {ENTRY} WHERE id IN (SELECT entry_id FROM {PARTS}) AND body @@ %s::tsquery "
            f"UNION SELECT entry_id FROM {PARTS} WHERE vector @@ %s::tsquery)"
        )
        queries = [tsquery(word, labels=labels) for word in words for _ in range(2)]
        return " INTERSECT ".join([by_word] * len(words)), queries

    def key_sql(self, table: str) -> str:
        match self.primary_key:
            case UUIDField():
                return f"{table}.object_id::uuid"
            case IntegerField():
                return f"{table}.object_id::bigint"
        return f"{table}.object_id"


class JapanesePostgresAutocompleteCompiler(RankedAutocompleteMixin, JapanesePostgresQueryCompiler):
    pass


class JapanesePostgresRebuilder(RecordingRebuilderMixin, PostgresSearchRebuilder):
    pass


class JapanesePostgresAtomicRebuilder(RecordingRebuilderMixin, PostgresSearchAtomicRebuilder):
    pass


class JapanesePostgresBackend(PostgresSearchBackend):
    query_compiler_class = JapanesePostgresQueryCompiler
    autocomplete_query_compiler_class = JapanesePostgresAutocompleteCompiler
    index_class = JapanesePostgresIndex
    results_class = RankedResults
    rebuilder_class = JapanesePostgresRebuilder
    atomic_rebuilder_class = JapanesePostgresAtomicRebuilder


SearchBackend = JapanesePostgresBackend
