"""What every test may ask for: databases from templates, a Redis, the demo, a live site and a browser."""

import argparse
import gc
import math
import os
import shutil
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from cms.core import generations, memory
from cms.core.memory import forget_everything
from cms.plugin_host import guard, unsure
from cms.plugin_host import states as plugin_states
from tests import databases

pytest_plugins = ["tests.browsers", "tests.servers"]

# Sites that tests start in processes of their own share what was found out about the plugins.
os.environ.setdefault("CMS_PLUGINS_CACHE", str(databases.CACHE / "plugins"))

# How long one example takes says how busy the machine is.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

COPIES = pytest.StashKey[databases.Copies]()
SCRATCH = pytest.StashKey[Path]()
COMMITTING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}
BROWSER_FIXTURES = {"browser", "live_site"}
SPARED = ("written", "one_database")  # what the second database is spared
SPARED_ALWAYS = ("written",)  # also in the longer run
OWN_DATABASE_FIXTURES = {"centre"}  # whose database is neither copied for each test nor put back after it


def commits(item: pytest.Item) -> bool:
    """Say whether a test's changes stay in the database when it ends."""
    marker = item.get_closest_marker("django_db")
    transactional = bool(marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])))
    return transactional or bool(COMMITTING_FIXTURES & set(getattr(item, "fixturenames", ())))


def uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ()) or commits(item)


def owns_database(item: pytest.Item) -> bool:
    return bool(OWN_DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database, no browser")
    parser.addoption("--quick", action="store_true", help="no browser")
    parser.addoption(
        "--thorough", action="store_true", help="every combination, on both databases but for what reads words alone"
    )
    parser.addoption(
        "--people", type=int, default=80, help="how many register at once over HTTP, for a tenth of places"
    )
    parser.addoption("--readers", type=int, default=2000, help="how many get an issue while its pumps are killed")
    parser.addoption("--kills", type=int, default=10, help="how often one of these pumps is killed")
    parser.addoption("--corpus", choices=["short", "long", "each"], default="short", help="how much bad input is sent")


def is_about_the_database(item: pytest.Item) -> bool:
    """Whether each case is put to the database: by its mark, or since it commits, which is about locks and faults."""
    return bool(item.get_closest_marker("every_case")) or commits(item) or owns_database(item)


def name_of(item: pytest.Item) -> str:
    """The name of a test without that of its case."""
    return item.nodeid.partition("[")[0]


def chosen_for_the_second_database(items: list[pytest.Item]) -> list[pytest.Item]:
    """All cases of what is about the database; of the other tests every second one, by its name, with one case each.

    The name decides, so that the same ones are chosen until the cases change, and others have others of the languages
    and kinds. They stay in their order: pytest has put together what is looked at in one scenario, which is played as
    often as the tests change from one to another.
    """
    cases = defaultdict(list)
    for item in items:
        cases[name_of(item)].append(item)
    numbers = {test: zlib.crc32(test.encode()) for test in cases}
    chosen = {mine[numbers[test] % len(mine)] for test, mine in cases.items() if numbers[test] >> 31}
    return [item for item in items if item in chosen or is_about_the_database(item)]


def one_of_each_two(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of cases that are two and two, as a screen in two languages: one of each two, now the first, now the other."""
    taken: dict[str, int] = defaultdict(int)
    chosen = []
    for item in items:
        if item.get_closest_marker("in_turn"):
            number = taken[name_of(item)]
            taken[name_of(item)] += 1
            if number % 2 != number // 2 % 2:
                continue
        chosen.append(item)
    return chosen


def is_wanted(item: pytest.Item, asked: argparse.Namespace) -> bool:
    """Whether a test is part of a run with these options."""
    if item.get_closest_marker("thorough") and not asked.thorough:
        return False
    if item.get_closest_marker("browser"):
        return not (asked.quick or asked.database_only)
    touches = uses_database(item) or owns_database(item)
    spared = SPARED_ALWAYS if asked.thorough else SPARED
    return not asked.database_only or (touches and not any(map(item.get_closest_marker, spared)))


def pytest_itemcollected(item: pytest.Item) -> None:
    fixtures = set(getattr(item, "fixturenames", ()))
    if BROWSER_FIXTURES & fixtures:
        item.add_marker("browser")
    if "redis_url" in fixtures or owns_database(item):
        item.add_marker("redis")


# Last: of what is asked for by a word (-k) one case of each is chosen, not the word looked for in what was chosen.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = [item for item in items if is_wanted(item, config.option)]
    if not config.option.thorough:
        chosen = one_of_each_two(chosen)
        if config.option.database_only:
            chosen = chosen_for_the_second_database(chosen)
    left_out = set(items) - set(chosen)
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
    # A whole centre is started by each worker of xdist that has one of its tests, and who has nothing left to do takes
    # over what stands last with another: they stand first, and stay together.
    items[:] = sorted(chosen, key=lambda item: not owns_database(item))


def pytest_collection_finish(session: pytest.Session) -> None:
    # What was imported and collected lives as long as the session: looking it through again and again for garbage is
    # a twentieth of what the tests cost.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


# Databases ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing to set up for all: `pytest_runtest_setup` gives each test the database it asks for."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # A visit leaves the language of its address behind in this thread, where the next test would begin in it.
    translation.deactivate()
    if not uses_database(item):
        return
    stash = item.config.stash
    with stash[blocking_manager_key].unblock():
        if COPIES not in stash:
            stash[SCRATCH] = Path(tempfile.mkdtemp(prefix="kakehashi-test-"))
            worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
            stash[COPIES] = databases.copies_for(worker, stash[SCRATCH])
        wanted = databases.DEMO if "demo_db" in getattr(item, "fixturenames", ()) else databases.EMPTY
        stash[COPIES].use(wanted)
    forget_what_is_cached()


# What a test committed is undone by `restore`: Django need not empty every table first and run what follows migrations.
TransactionTestCase._fixture_teardown = lambda self: None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    result = yield
    if uses_database(item) and COPIES in item.config.stash:
        with item.config.stash[blocking_manager_key].unblock():
            if commits(item):
                item.config.stash[COPIES].restore()
            if damaged := item.config.stash[COPIES].mend():
                pytest.fail(
                    f"{item.nodeid} left rows behind, or took some away, in the {' and the '.join(damaged)} database: "
                    "a test that commits says transaction=True",
                    pytrace=False,
                )
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    stash = session.config.stash
    if COPIES in stash:
        with stash[blocking_manager_key].unblock():
            stash[COPIES].discard()
        shutil.rmtree(stash[SCRATCH], ignore_errors=True)


def forget_what_is_cached() -> None:
    """Make the next request as cold as the first of a new process."""
    cache.clear()
    ContentType.objects.clear_cache()
    forget_everything()
    unsure.forget()


def take_as_committed() -> None:
    """Begin the generation that the changes of the test's own transaction would begin if it were committed."""
    waiting = connection.run_on_commit
    connection.run_on_commit = [entry for entry in waiting if not isinstance(entry[1], generations.Replacement)]
    for _savepoints, act, *_ in waiting:
        if isinstance(act, generations.Replacement):
            act()


@pytest.fixture
def committed(db: None) -> Callable[[], None]:
    """Counts what the test changed until now as committed, so that nothing remembers what was before."""
    return take_as_committed


@pytest.fixture
def demo_db(request: pytest.FixtureRequest, settings, db: None) -> None:
    """A database with the demo centre loaded, and its media. Made once, until code, facts or texts change."""
    media = request.config.stash[SCRATCH] / "demo-media"
    if not media.exists():
        source = request.config.stash[COPIES].media(databases.DEMO)
        shutil.copytree(source, media) if source.exists() else media.mkdir()
    settings.MEDIA_ROOT = media


@pytest.fixture
def copies(request: pytest.FixtureRequest, db: None) -> databases.Copies:
    """The databases of this test process."""
    return request.config.stash[COPIES]


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether every combination is tried, or those of which each part is in some."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no call of a plugin count as slow: a busy machine would have them noted, and each note is some queries.

    And let nothing that is remembered grow old between two requests that are compared.
    """
    monkeypatch.setattr(guard, "SLOW", math.inf)
    monkeypatch.setattr(memory, "LONGEST", math.inf)


@pytest.fixture
def query_count(db: None, at_any_pace: None) -> Callable[..., int]:
    """Count the queries of a call: `query_count(lambda: client.get(url))`, cold unless `cold=False`.

    Warm is the second of two calls; `again` says that the one before was the first, with nothing between.
    What the test changed before counts as committed.
    """

    # SQLite is asked whether it knows JSON once per connection, not per page.
    assert connection.features.supports_json_field
    # And whether plugins have their tables once per process.
    plugin_states.unready()

    def count(act: Callable[[], object], *, cold: bool = True, again: bool = False) -> int:
        take_as_committed()
        if cold:
            forget_what_is_cached()
        elif not again:
            act()
        reset_queries()  # the log of a connection holds a few thousand
        with CaptureQueriesContext(connection) as queries:
            act()
        # Requests are served outside a transaction: the guard around plugins sets savepoints in a test's own alone.
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    return count
