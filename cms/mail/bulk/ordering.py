"""Put a million rows into the order of their addresses' hashes, in little memory.

Written in the order in which readers come, every row would land on a page of its own of the index that knows each
address once, and that page would be written again for every few rows. In the order of the hashes they are neighbours.
"""

import marshal
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from operator import attrgetter, itemgetter
from typing import IO, Any

from .inserting import Row

IN_MEMORY = 20_000
AT_ONCE = 250
LENGTH = struct.Struct("I")
HASH = Row._fields.index("address_hash")


def by_hash(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows in the order of their hashes; of two with the same hash the one that came first.

    So few that they fit into memory are left in the order in which they came: their index fits there too.
    Others go through files that have no name, so that nothing is left of them however the process ends. Yields nothing
    before all of `rows` has been read.
    """
    unread = iter(rows)
    run = list(islice(unread, IN_MEMORY))
    if len(run) < IN_MEMORY:
        yield from run
        return
    with ExitStack() as files:
        runs: list[Iterator[Any]] = []
        while run:
            run.sort(key=attrgetter("address_hash"))
            file = files.enter_context(tempfile.TemporaryFile())
            _write(file, run)
            runs.append(_read(file))
            run.clear()  # before the next are read: two runs at a time would be half of what a worker may take
            run.extend(islice(unread, IN_MEMORY))
        yield from merge(*runs, key=itemgetter(HASH))


def _write(file: IO[bytes], run: list[Row]) -> None:
    for start in range(0, len(run), AT_ONCE):
        block = marshal.dumps([tuple(row) for row in run[start : start + AT_ONCE]])
        file.write(LENGTH.pack(len(block)))
        file.write(block)


def _read(file: IO[bytes]) -> Iterator[Any]:
    file.seek(0)
    while head := file.read(LENGTH.size):
        yield from marshal.loads(file.read(LENGTH.unpack(head)[0]))  # written by this very process
