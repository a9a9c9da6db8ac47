"""What a search costs at 10,000 pages on the current database: `python -m tests.bench.search [pages]`.

A test database is made beside the one of DATABASE_URL and removed afterwards. CPU is that of this process and, on a
PostgreSQL of this machine, of the server process that answers it.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import django

REPEATS = 5
SEED = 20_040_912


class Cost(NamedTuple):
    name: str
    hits: int
    cpu_ms: float
    wall_ms: float


def fill(pages: int) -> None:
    """Pages below the home page, their texts mixed from the sentences of the judged corpus."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page, Site
    from wagtail.search.backends import get_search_backend

    from cms.search.analysis import tokens
    from cms.search.backends.texts import AnalysedTexts
    from tests.search.corpus import DOCUMENTS

    chance = random.Random(SEED)
    sentences = [text for document in DOCUMENTS for text in document.body]
    names = [name for document in DOCUMENTS for name in document.names]
    home = Site.objects.get(is_default_site=True).root_page
    content_type = ContentType.objects.get_for_model(Page)
    index = get_search_backend().get_index_for_model(Page)
    for start in range(0, pages, 1000):
        batch = []
        for number in range(start, min(start + 1000, pages)):
            title = f"{chance.choice(DOCUMENTS).title} {number}"
            batch.append(
                Page(
                    title=title,
                    slug=f"bench-{number}",
                    # Children of a child that is not there: no page of the tree is in their way.
                    path=f"{home.path}Z{number:07d}",
                    depth=home.depth + 2,
                    url_path=f"{home.url_path}bench-{number}/",
                    content_type=content_type,
                    locale=home.locale,
                    live=True,
                )
            )
        rows = Page.objects.bulk_create(batch)
        texts = {
            str(row.pk): AnalysedTexts(
                title=list(tokens(row.title)),
                names=[token for name in chance.sample(names, 4) for token in tokens(name)],
                body=[token for text in chance.sample(sentences, 12) for token in tokens(text)],
                weight=1.0,
            )
            for row in rows
        }
        index.write(content_type_pk=content_type.pk, texts=texts)


def server_cpu_seconds() -> float:
    """CPU that PostgreSQL's process for our connection has used; 0 when it is elsewhere or there is none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost_of(name: str, run: Callable[[], Any]) -> Cost:
    """The mean over `REPEATS` runs after one to warm up. `run` returns the number of hits."""
    hits = run()
    cpu, server, wall = time.process_time(), server_cpu_seconds(), time.perf_counter()
    for _ in range(REPEATS):
        run()
    wall = time.perf_counter() - wall
    cpu = time.process_time() - cpu + server_cpu_seconds() - server
    return Cost(name, hits, cpu * 1000 / REPEATS, wall * 1000 / REPEATS)


def searched(query: str) -> int:
    """A page of the public search: count, 20 rows."""
    from wagtail.models import Page

    results = Page.objects.live().search(query)
    list(results[:20])
    return results.count()


def chosen(query: str) -> int:
    """A page of the admin's page chooser."""
    from wagtail.models import Page

    results = Page.objects.autocomplete(query)
    list(results[:20])
    return results.count()


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main(pages: int) -> None:
    from django.db import connection

    from tests.search.judged import QUERIES

    started = time.perf_counter()
    fill(pages)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {pages} pages indexed in {time.perf_counter() - started:.1f} s")
    costs = [cost_of(query, lambda query=query: searched(query)) for query in [*QUERIES, "の", "する", "NPO"]]
    costs += [
        cost_of(f"chooser: {query}", lambda query=query: chosen(query)) for query in ("助成", "障がい", "npo", "の")
    ]
    print(f"{'query':<34}{'hits':>7}{'CPU ms':>9}{'wall ms':>9}")
    for cost in sorted(costs, key=lambda cost: -cost.cpu_ms)[:25]:
        print(f"{cost.name:<34}{cost.hits:>7}{cost.cpu_ms:>9.1f}{cost.wall_ms:>9.1f}")
    for label, values in (("CPU", [cost.cpu_ms for cost in costs]), ("wall", [cost.wall_ms for cost in costs])):
        print(
            f"{label} ms of {len(costs)} queries: median {statistics.median(values):.1f}, "
            f"p95 {percentile(values, 0.95):.1f}, most {max(values):.1f}"
        )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    finally:
        teardown_databases(made, verbosity=0)
