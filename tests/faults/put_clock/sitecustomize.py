"""Read by Python at its start where a test has put the clock: the library that puts it refuses how Python sleeps.

`clock_nanosleep` until a moment of the clock that nobody can put is answered with EINVAL by libfaketime 0.9.10.
"""

import select
import time


def sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


time.sleep = sleep
