"""Every test starts in Japanese: a request leaves its language active in the thread."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield
