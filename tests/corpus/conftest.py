import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_plugin_is_blamed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever is sent, the guard takes it for no mistake of a plugin: after a few of those it would be paused."""
    yield
    blamed = {
        record.getMessage()
        for record in caplog.get_records("call")
        if record.name == "cms.plugin_host.guard" and record.levelno >= logging.ERROR
    }
    assert not blamed
