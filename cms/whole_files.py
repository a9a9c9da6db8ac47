"""Files that are replaced as a whole, so that nobody reads half of one, whoever else starts at the same moment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def replaced(target: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that takes the place of `target` when all is written; what fails leaves nothing behind.

    Who may read it is settled by the umask, as for any other file: root compiles catalogues that another user's site
    reads, and `tempfile` would make them readable for root alone. Raises OSError.
    """
    aside = target.with_name(f"{target.name}.{token_hex(8)}.part")
    try:
        with aside.open("xb") as file:
            yield file
        os.replace(aside, target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
