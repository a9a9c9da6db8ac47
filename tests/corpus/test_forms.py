"""Through every form that anybody can reach: no failure, each refusal at its field, nothing typed is lost."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .doors import DOORS, Door, addresses, takes_forms
from .judging import LANGUAGES
from .sending import Visitor
from .values import Value, curated, generated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_db"), pytest.mark.every_case]
#: How often a form is sent in the short run: long ones take the whole list in it, short ones a part of it.
SHORT = 8


def test_the_list_is_long_enough() -> None:
    assert len(curated()) >= 400


def test_every_address_that_takes_a_form_is_tried() -> None:
    assert {name for name, _path, pattern in addresses() if takes_forms(pattern)} == {door.name for door in DOORS}


def _together(door: Door, fields: list[str]) -> Iterator[dict[str, Value]]:
    """The list, dealt out to all fields of a form; beginning for each form at another place."""
    values = curated()
    begin = zlib.crc32(door.name.encode()) % len(values)
    turns = -(-len(values) // len(fields))
    for turn in range(turns):
        yield {name: values[(begin + turn * len(fields) + number) % len(values)] for number, name in enumerate(fields)}


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_whatever_is_sent_to_a_form(door: Door, request: pytest.FixtureRequest) -> None:
    """First the list in all its fields, then what nobody thought of, the same at each run, in one field at a time.

    With `--corpus each` also each of the list in each field: one form takes 20,000 answers, all of them hours.
    """
    visitor, asked = Visitor(door), request.config.getoption("--corpus")
    is_short = asked == "short"
    sent = list(_together(door, visitor.fields))
    sent = sent[:SHORT] if is_short else sent
    if asked == "each":
        sent += [{name: value} for name in visitor.fields for value in curated()]
    faults: list[str] = []
    for number, values in enumerate(sent):
        faults += visitor.send(values, LANGUAGES[number % len(LANGUAGES)])

    @settings(
        max_examples=-(-(300 if is_short else 10_000) // len(DOORS)), derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.sampled_from(visitor.fields), generated(), st.sampled_from(LANGUAGES))
    def send(name: str, value: Value, language: str) -> None:
        faults.extend(visitor.send({name: value}, language))

    send()
    assert not faults, _told(faults)


def _told(faults: list[str]) -> str:
    return f"{len(faults)} faults\n" + "\n".join(faults[:40])
