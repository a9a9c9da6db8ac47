"""What every page type and every job costs at 1×, 10× and 100× the content of the demo: `make bench`.

Queries are counted on a cold cache and on a warm one; calls are Python function calls of one warm request; SQL ms is
the time in the database and CPU the mean of repeated warm requests; requests a second are those of one thread in one
process, without a page cache. `--sizes large` measures a centre as large as they get (`tests.bench.large`).
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import django

from tests.bench import jobs
from tests.bench.clock import Clock

LARGE = "large"
HEAD = ("page type", "status", "SQL cold", "SQL warm", "SQL ms", "bytes", "calls", "CPU ms", "req/s")
# By the slug of the event that they are for.
FORMS = {"registration form": "school-guidance", "registration form with time slots": "carers"}
ROW = "{:<36} {:>6} {:>8} {:>8} {:>7} {:>9} {:>9} {:>8} {:>7}"


@dataclass(frozen=True)
class Cost:
    """What one address costs."""

    name: str
    status: int
    cold: int
    warm: int
    sql_ms: float
    size: int
    calls: int
    cpu_ms: float
    rate: float

    def line(self) -> str:
        counts = (self.status, self.cold, self.warm, f"{self.sql_ms:.1f}", self.size, self.calls)
        return ROW.format(self.name, *counts, f"{self.cpu_ms:.1f}", f"{self.rate:.1f}")


def prepare(folder: Path) -> Path:
    """Copy the demo into `folder`, point Django at it and start Django; return the database file."""
    from tests import databases

    template = databases.sqlite_template(databases.DEMO)
    database = folder / "database.sqlite3"
    shutil.copyfile(template / "database.sqlite3", database)
    if (template / "media").exists():
        shutil.copytree(template / "media", folder / "media")
    os.environ |= {"DATABASE_URL": f"sqlite:///{database}", "KAKEHASHI_VAR": str(folder)}
    django.setup()
    return database


def calls_of(client, url: str) -> int:
    """Count the Python calls of one request."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event == "call":
            count += 1

    sys.setprofile(note)
    try:
        client.get(url)
    finally:
        sys.setprofile(None)
    return count


def measure(name: str, url: str, *, seconds: float) -> Cost:
    """Ask for `url` cold, warm, and then again and again for `seconds`."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.core.memory import forget_everything

    client = Client()
    client.get(url)  # templates and patterns are compiled once per process, not per request
    cache.clear()
    ContentType.objects.clear_cache()
    forget_everything()
    # Counted at once: the next request outside of a capture empties the log.
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    cold = len(queries)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    warm = len(queries)
    calls = calls_of(client, url)
    rounds, began, cpu_began = 0, time.perf_counter(), time.process_time()
    with Clock() as clock:
        while time.perf_counter() - began < seconds or rounds < 3:
            client.get(url)
            rounds += 1
    cpu = (time.process_time() - cpu_began) / rounds * 1000
    rate = rounds / (time.perf_counter() - began)
    sql = 1000 * clock.seconds / rounds
    return Cost(name, answer.status_code, cold, warm, sql, len(answer.content), calls, cpu, rate)


def forms(language: str) -> Iterator[tuple[str, str]]:
    """Names and addresses of registration forms: they are no pages of the tree, and never cached."""
    from django.apps import apps
    from django.urls import reverse
    from django.utils.translation import override

    for name, slug in FORMS.items():
        pages = apps.get_model("events.EventPage").objects.filter(slug=slug)
        event = apps.get_model("event_registration.Event").objects.get(page_key__in=pages.values("translation_key"))
        with override(language):
            yield name, reverse("event_registration:register", args=[event.pk])


def run(size: str, database: Path, *, seconds: float, language: str) -> list[Cost]:
    """Print and return the costs of all page types that the demo has an example of."""
    from tests.browser.page_types import PAGE_TYPES, Demo

    demo = Demo.of_file(database)
    print(f"\n{size}\n" + ROW.format(*HEAD), flush=True)
    costs = []
    for page_type in PAGE_TYPES:
        path = demo.path(page_type)
        if path is None:
            print(f"{page_type.name:<26} no example in the demo")
            continue
        costs.append(measure(page_type.name, f"/{language}/{path}", seconds=seconds))
        print(costs[-1].line(), flush=True)
    for name, url in forms(language):
        costs.append(measure(name, url, seconds=seconds))
        print(costs[-1].line(), flush=True)
    return costs


def grow(size: str, *, index: bool) -> None:
    """Make the demo in this process's database `size` times as large, or as large as a centre gets."""
    from django.core.management import call_command

    from tests.bench import large
    from tests.bench.multiply import multiply

    if size == LARGE:
        large.fill()
    else:
        began = time.perf_counter()
        made = multiply(int(size))
        print(f"\n{made} copies in {time.perf_counter() - began:.1f} s", flush=True)
    if index:
        began = time.perf_counter()
        call_command("update_index", verbosity=0)
        print(f"search index in {time.perf_counter() - began:.1f} s", flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1,10,100", help="times the demo, or large; each one more run")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each address is asked for")
    parser.add_argument("--language", default="ja")
    parser.add_argument("--without-index", action="store_true", help="do not index the copies for search")
    options = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    sizes = options.sizes.split(",")
    if len(sizes) > 1:  # each size begins from the demo, in a process of its own
        rest = [argument for argument in arguments if not argument.startswith("--sizes") and argument != options.sizes]
        codes = [os.spawnv(os.P_WAIT, sys.executable, child(size, rest)) for size in sizes]
        return max(codes)
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as name:
        folder = Path(name)
        database = prepare(folder)
        if sizes[0] != "1":
            grow(sizes[0], index=not options.without_index)
        name = "a large centre" if sizes[0] == LARGE else f"{sizes[0]}× the demo"
        run(name, database, seconds=options.seconds, language=options.language)
        jobs.run(name)
    return 0


def child(size: str, rest: list[str]) -> list[str]:
    return [sys.executable, "-m", "tests.bench.pages", "--sizes", size, *rest]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
