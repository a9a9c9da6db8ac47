"""In every address and behind every question mark: no failure, whatever stands there."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from cms.plugin_api import ApiEndpoint, Registry
from tests.browser.page_types import PAGE_TYPES, Demo

from . import judging
from .doors import addresses
from .sending import FROM_HERE
from .values import Value, curated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db")]
PLACE = re.compile(r"<\w+:\w+>|\(.*?\)")
#: How many of the list stand in each address in the short run.
SHORT = 6


@pytest.fixture
def dealt(request: pytest.FixtureRequest) -> Callable[[str], list[Value]]:
    """The part of the list that one address gets: all of it in the long run."""
    values, is_short = curated(), request.config.getoption("--corpus") == "short"

    def part(address: str) -> list[Value]:
        begin = zlib.crc32(address.encode()) % len(values)
        turned = [*values[begin:], *values[:begin]]
        # An address has no room for more: servers refuse it before us.
        short = [value for value in turned if len(value.sent) < 1500]
        return short[:SHORT] if is_short else short

    return part


def _faults(client: Client, address: str) -> list[str]:
    try:
        with transaction.atomic():
            found = list(judging.of_any(client.get(address, **FROM_HERE)))
            transaction.set_rollback(True)
    except Exception as error:  # whatever a view raises is what is looked for
        found = [repr(error)]
    return [f"{address[:160]}: {fault}" for fault in found]


def test_whatever_stands_in_an_address(client: Client, dealt: Callable[[str], list[Value]]) -> None:
    faults: list[str] = []
    for _name, path, _pattern in addresses():
        if not PLACE.search(path):
            continue
        for value in dealt(path):
            put = quote_from_bytes(value.sent, safe="")
            faults += _faults(client, "/" + PLACE.sub(lambda _place, put=put: put, path.strip("^$")))
    assert not faults, "\n".join(faults[:40])


def _questioned() -> Iterator[str]:
    """Every page type, list for programs and interface, without what stands behind its question mark."""
    demo = Demo.of_tests()
    yield from {f"/ja/{path.partition('?')[0]}" for each in PAGE_TYPES if (path := demo.path(each)) is not None}
    yield from (f"/{path}" for _name, path, _pattern in addresses() if not PLACE.search(path) and "ja/" in path)
    for endpoint in Registry.loaded(ApiEndpoint):
        yield f"/api/v1/plugins/{endpoint.plugin}/{endpoint.name}/"


class Asked:
    """Notes by which names pages look into what stands behind the question mark."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: dict[str, None] = {}
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            monkeypatch.setattr(QueryDict, method, self._noting(getattr(QueryDict, method)))

    def _noting(self, found: Callable[..., object]) -> Callable[..., object]:
        def noting(query: QueryDict, name: str, *default: object) -> object:
            self.names[name] = None
            return found(query, name, *default)

        return noting


def test_whatever_stands_behind_a_question_mark(
    client: Client, dealt: Callable[[str], list[Value]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, faults, found = Asked(monkeypatch), [], set()
    for address in dict.fromkeys(_questioned()):
        asked.names.clear()
        client.get(address)
        names = list(asked.names)
        found |= set(names)
        values = dealt(address) if names else []
        for number in range(-(-len(values) // 3)):
            given = [values[(number * 3 + place) % len(values)] for place in range(len(names))]
            query = "&".join(f"{name}={quote_from_bytes(value.sent)}" for name, value in zip(names, given, strict=True))
            faults += _faults(client, f"{address}?{query}")
    assert {"q", "page", "month", "status"} <= found
    assert not faults, "\n".join(faults[:40])
