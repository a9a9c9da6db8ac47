from collections.abc import Iterable
from datetime import timedelta
from itertools import count

from cms.plugin_api import Contribution, Schedule

number = count()


def contribute() -> Iterable[Contribution]:
    yield Schedule(key=f"job_{next(number)}", run=run, when=timedelta(hours=1))


def run(*, now: object) -> None: ...
