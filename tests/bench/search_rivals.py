"""What the archive does not use, on the same rows: PostgreSQL full text and SQLite FTS5.

A page is the exact totals, the counts of the facets, the 20 hits in order and their snippets. Selected values
restrict all facets alike, which spares the rivals the work of multi-select counts. Both are warm, have their
words indexed with positions where they can, and narrow rows beside these to count by.
"""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError

from decisions.models import Case, DisputedItem
from decisions.search.documents import documents_of
from decisions.search.indexing import get_engine
from decisions.search.query import FACETS, NOT_STATED, Sort
from decisions.search.text_query import Phrase, parse_text, positive_leaves
from tests.bench.report import Measure
from tests.bench.search_pages import measure
from tests.bench.search_queries import read_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from decisions.search.engine import ItemDocument
    from decisions.search.query import SearchQuery

ASKED = 4
"""Queries of each kind: they are slow."""
TOGETHER = 2_000
LONGEST = 60
"""Seconds after which PostgreSQL gives up on a query; they then count as what it took."""


def measure_rivals(items: int) -> list[Measure]:
    """Both rivals' times, load rates and sizes."""
    made = [*once(items, "postgres_fts", Postgres()), *once(items, "sqlite_fts5", Sqlite())]
    with Sqlite().open() as database:
        return [
            *made,
            *measure(items, {"postgres_fts": lambda asked: Postgres().ask(read_query(asked))}, ASKED),
            *measure(items, {"sqlite_fts5": lambda asked: Sqlite().ask(database, read_query(asked))}, ASKED),
        ]


def once(items: int, engine: str, rival: Postgres | Sqlite) -> list[Measure]:
    """Loads the rival unless it is; its size, and its rate if it was loaded now."""
    if rival.count() == items:
        return [Measure("search", engine, items, "size", megabytes=rival.megabytes())]
    start = time.perf_counter()
    rival.make()
    rate = items / (time.perf_counter() - start)
    return [
        Measure("search", engine, items, "load", per_second=rate, n=1),
        Measure("search", engine, items, "size", megabytes=rival.megabytes()),
    ]


def all_documents() -> Iterator[list[ItemDocument]]:
    """The archive's documents, some thousand together."""
    last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(1, last + 1, TOGETHER):
        yield list(documents_of(range(start, start + TOGETHER)))


def words_of(document: ItemDocument) -> str:
    """All that is searched."""
    parts = (document.description, document.treatment, document.rationale, document.guideline, document.summary)
    return "\n".join(parts)


def values_of(document: ItemDocument, facet: str) -> list[str]:
    """The values of a facet."""
    return list(document.facets.get(facet) or (NOT_STATED,))


class Postgres:
    """A table of its own in the archive's database: a tsvector, and an array for each facet."""

    def count(self) -> int:
        """Items in it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('bench_item')")
            if cursor.fetchone() == (None,):
                return 0
            cursor.execute("SELECT count(*) FROM bench_item")
            return int(cursor.fetchone()[0])

    def make(self) -> None:
        """From nothing."""
        columns = ", ".join(f"f_{facet} text[]" for facet in FACETS)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_item")
            cursor.execute(
                f"CREATE UNLOGGED TABLE bench_item (item int, case_id int, day date, {columns}, ts tsvector)"
            )
            cursor.execute("ALTER TABLE bench_item ALTER ts SET STORAGE EXTERNAL")
            for documents in all_documents():
                self._add(cursor, documents)
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("CREATE INDEX ON bench_item USING gin (ts)")
            cursor.execute("CREATE INDEX ON bench_item (day DESC, item)")
            cursor.execute("VACUUM ANALYZE bench_item")

    def _add(self, cursor: Any, documents: Sequence[ItemDocument]) -> None:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS fresh (LIKE bench_item, words text)")
        cursor.execute("TRUNCATE fresh")
        columns = ", ".join(["item", "case_id", "day", *(f"f_{facet}" for facet in FACETS)])
        with cursor.copy(f"COPY fresh ({columns}, words) FROM STDIN") as copy:
            for one in documents:
                values = [values_of(one, facet) for facet in FACETS]
                copy.write_row([one.item_id, one.case_id, one.decision_date, *values, words_of(one)])
        cursor.execute(f"INSERT INTO bench_item SELECT {columns}, to_tsvector('simple', words) FROM fresh")

    def megabytes(self) -> float:
        """On disk."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('bench_item')")
            return float(cursor.fetchone()[0]) / 1e6

    def ask(self, query: SearchQuery) -> None:
        """Totals, facets, hits, snippets."""
        where, parameters, words = self._where(query)
        counts = [
            "SELECT 'items', NULL, count(*) FROM m",
            "SELECT 'cases', NULL, count(DISTINCT case_id) FROM m",
            *(f"SELECT '{name}', v, count(*) FROM m, unnest(f_{name}) v GROUP BY v" for name in query.facets),
        ]
        columns = ", ".join(["item", "case_id", *(f"f_{facet}" for facet in query.facets)])
        order = (
            f"ts_rank(ts, {words}) DESC, day DESC, item" if words and query.sort is Sort.RELEVANCE else "day DESC, item"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{LONGEST}s'")
            cursor.execute("SET work_mem = '256MB'")
            try:
                found = f"SELECT {columns} FROM bench_item WHERE {where}"
                cursor.execute(f"WITH m AS MATERIALIZED ({found}) {' UNION ALL '.join(counts)}", parameters)
                cursor.fetchall()
                start = (query.page - 1) * query.per_page
                ranked = self._leaves(query) if "ts_rank" in order else []
                cursor.execute(
                    f"SELECT item FROM bench_item WHERE {where} ORDER BY {order} LIMIT {query.per_page} OFFSET {start}",
                    [*parameters, *ranked],
                )
                show(query, [item for (item,) in cursor.fetchall()])
            except OperationalError:
                pass  # the time it took is what counts
            finally:
                cursor.execute("RESET statement_timeout")

    def _where(self, query: SearchQuery) -> tuple[str, list[Any], str]:
        words = " && ".join(
            f"{'phraseto' if isinstance(leaf, Phrase) else 'plainto'}_tsquery('simple', %s)"
            for leaf in positive_leaves(parse_text(query.text).root)
        )
        clauses, parameters = ([f"ts @@ ({words})"], self._leaves(query)) if words else ([], [])
        for facet, selection in query.filters.items():
            for sign, values in (("", selection.include), ("NOT ", selection.exclude)):
                if values:
                    clauses.append(f"{sign}f_{facet} && %s")
                    parameters.append(list(values))
        return " AND ".join(clauses) or "true", parameters, f"({words})" if words else ""

    def _leaves(self, query: SearchQuery) -> list[Any]:
        return [leaf.text for leaf in positive_leaves(parse_text(query.text).root)]


class Sqlite:
    """A file of its own: words without their text, items, facet values."""

    @property
    def path(self) -> Path:
        """Of the database."""
        return settings.VAR_DIR / "sqlite.db"

    def open(self) -> sqlite3.Connection:
        """The database, with room for its pages in memory."""
        database = sqlite3.connect(self.path)
        database.execute("PRAGMA cache_size = -500000")
        database.execute("PRAGMA mmap_size = 20000000000")
        database.execute("PRAGMA temp_store = memory")
        return database

    def count(self) -> int:
        """Items in it."""
        with self.open() as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'made'").fetchone():
                return 0
            return int(database.execute("SELECT count(*) FROM item").fetchone()[0])

    def make(self) -> None:
        """From nothing."""
        self.path.unlink(missing_ok=True)
        with self.open() as database:
            database.executescript(
                """
                PRAGMA journal_mode = off;
                CREATE VIRTUAL TABLE words USING fts5 (all_of_it, content='', tokenize='unicode61');
                CREATE TABLE item (item INTEGER PRIMARY KEY, case_id INTEGER, day TEXT);
                CREATE TABLE value (item INTEGER, facet TEXT, value TEXT, PRIMARY KEY (item, facet, value))
                    WITHOUT ROWID;
                """
            )
            for documents in all_documents():
                self._add(database, documents)
            database.executescript(
                """
                CREATE INDEX by_value ON value (facet, value, item);
                CREATE INDEX by_day ON item (day DESC, item);
                INSERT INTO words (words) VALUES ('optimize');
                CREATE TABLE made (yes);
                ANALYZE;
                """
            )

    def _add(self, database: sqlite3.Connection, documents: Sequence[ItemDocument]) -> None:
        words = [(one.item_id, words_of(one)) for one in documents]
        database.executemany("INSERT INTO words (rowid, all_of_it) VALUES (?, ?)", words)
        days = [(one.item_id, one.case_id, str(one.decision_date)) for one in documents]
        database.executemany("INSERT INTO item VALUES (?, ?, ?)", days)
        values = [(one.item_id, facet, v) for one in documents for facet in FACETS for v in values_of(one, facet)]
        database.executemany("INSERT INTO value VALUES (?, ?, ?)", values)

    def megabytes(self) -> float:
        """On disk."""
        return self.path.stat().st_size / 1e6

    def ask(self, database: sqlite3.Connection, query: SearchQuery) -> None:
        """Totals, facets, hits, snippets."""
        leaves = [leaf.text.replace('"', "") for leaf in positive_leaves(parse_text(query.text).root)]
        words = " AND ".join(f'"{leaf}"' for leaf in leaves)
        database.execute("DROP TABLE IF EXISTS temp.m")
        matching, parameters = self._matching(query, words)
        database.execute(f"CREATE TEMP TABLE m AS {matching}", parameters)
        database.execute("SELECT count(*), count(DISTINCT case_id) FROM m JOIN item USING (item)").fetchall()
        facets = ", ".join(f"'{facet}'" for facet in query.facets)
        database.execute(
            "SELECT facet, value, count(*) FROM m CROSS JOIN value USING (item) "
            f"WHERE facet IN ({facets}) GROUP BY 1, 2"
        ).fetchall()
        limits = f"LIMIT {query.per_page} OFFSET {(query.page - 1) * query.per_page}"
        newest = f"SELECT item FROM m JOIN item USING (item) ORDER BY day DESC, item {limits}"
        held = "AND +rowid IN (SELECT item FROM m)" if query.filters else ""
        ranked = f"SELECT rowid FROM words WHERE words MATCH ? {held} ORDER BY rank {limits}"
        by_rank = words and query.sort is Sort.RELEVANCE
        rows = database.execute(ranked, [words]) if by_rank else database.execute(newest)
        show(query, [item for (item,) in rows.fetchall()])

    def _matching(self, query: SearchQuery, words: str) -> tuple[str, list[str]]:
        found = "SELECT rowid AS item FROM words WHERE words MATCH ?" if words else "SELECT item FROM item"
        parameters = [words] if words else []
        for facet, selection in query.filters.items():
            for operator, values in (("INTERSECT", selection.include), ("EXCEPT", selection.exclude)):
                if values:
                    places = ", ".join("?" * len(values))
                    found += f" {operator} SELECT item FROM value WHERE facet = ? AND value IN ({places})"
                    parameters += [facet, *values]
        return found, parameters


def show(query: SearchQuery, ids: list[int]) -> None:
    """The snippets of the hits."""
    texts = DisputedItem.objects.filter(pk__in=ids).values_list("rationale", flat=True)
    get_engine().snippets(query, list(texts))
