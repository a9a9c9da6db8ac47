"""The columns of the list of events are those of the recommended data sets, in their order."""

import json
import os
from pathlib import Path

import pytest

from events.open_data import COLUMNS


def test_columns_are_those_of_the_recommended_data_set():
    """KAKEHASHI_RECOMMENDED_COLUMNS names a JSON file with the columns of the government's list."""
    path = os.environ.get("KAKEHASHI_RECOMMENDED_COLUMNS", "")
    if not path or not Path(path).exists():
        pytest.skip("KAKEHASHI_RECOMMENDED_COLUMNS names no file with the columns of the recommended data sets")
    columns = json.loads(Path(path).read_text(encoding="utf-8"))["datasets"]["06_イベント一覧"]
    assert [item["column"] for item in columns] == list(COLUMNS)


def test_no_column_comes_twice():
    assert len(set(COLUMNS)) == len(COLUMNS) == 32
