"""Which tests the run on the second database has, and which the longer one (ADR 88)."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from cms.core.locales import LOCALES
from tests.core.test_every_language import LIKE_OTHERS
from tests.faults.scenarios import SCENARIOS
from tests.servers import ROOT

#: What breaks in a centre, some of it on PostgreSQL alone.
FAULTS = "tests/faults/test_faults.py"
#: One whose cases differ in language, with a test about the site alone; and one whose cases are put to the database.
LANGUAGES, PUT_TO_IT = "tests/core/test_page_budgets.py", "tests/search/test_backend.py"
OF_THE_SITE = f"{LANGUAGES}::test_no_page_takes_more_queries_with_four_times_the_content"
IN_EVERY_LANGUAGE = "tests/core/test_every_language.py"
SCREENS = "tests/browser/registration/test_screens.py"


def collected(*options: str, paths: Sequence[str] = (LANGUAGES, PUT_TO_IT, FAULTS, IN_EVERY_LANGUAGE)) -> list[str]:
    """The tests of a run with these options, in their order."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": "postgres://nobody@127.0.0.1/none",  # nobody asks it for anything: tests are collected
    }
    done = subprocess.run([*command, *options, *paths], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return [line for line in done.stdout.splitlines() if "::" in line]


def cases(*options: str) -> Counter[str]:
    """How many cases of each test there are in a run with these options."""
    return Counter(line.partition("[")[0] for line in collected(*options))


def test_the_second_database_gets_every_other_test_once_and_all_cases_where_they_are_put_to_it() -> None:
    second, longer = cases("--database-only"), cases("--database-only", "--thorough")
    of_languages = {test for test in longer if test.startswith((LANGUAGES, IN_EVERY_LANGUAGE))}
    assert {second[test] for test in of_languages} == {0, 1}
    assert max(longer[test] for test in of_languages) > 100
    assert (OF_THE_SITE in second, OF_THE_SITE in longer) == (False, True)
    put_to_it = {test: number for test, number in longer.items() if test.startswith((PUT_TO_IT, FAULTS))}
    assert len({test for test, number in put_to_it.items() if number > 3}) > 10
    assert {test: second[test] for test in put_to_it} == put_to_it


def test_of_a_screen_in_two_languages_one_is_looked_at_now_this_now_that() -> None:
    quick, longer = collected(paths=[SCREENS]), collected("--thorough", paths=[SCREENS])
    assert set(quick) < set(longer)
    of_each = Counter(test.rpartition("-")[0] for test in quick)
    assert set(of_each) == {test.rpartition("-")[0] for test in longer}
    assert set(of_each.values()) == {1}
    by_language = Counter(test.rpartition("-")[2] for test in quick)
    assert set(by_language) == {"ja]", "en]"}
    assert abs(by_language["ja]"] - by_language["en]"]) <= 1


def test_what_is_like_another_case_is_left_to_the_longer_run() -> None:
    in_each = {number for test, number in cases("--quick").items() if test.startswith(IN_EVERY_LANGUAGE)}
    assert max(in_each) == len(LOCALES) - len(LIKE_OTHERS)


def test_what_is_chosen_stays_in_its_order_so_that_each_scenario_is_played_once() -> None:
    faults = [test for test in collected("--database-only") if test.startswith(FAULTS)]
    scenarios = [scenario for scenario, _tests in groupby(faults, key=lambda test: test.partition("[")[2])]
    assert len(faults) > 100
    assert len(scenarios) == len(set(scenarios)) == len(SCENARIOS)
