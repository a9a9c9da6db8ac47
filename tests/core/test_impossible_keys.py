"""A number in an address that no row can have is an address that is not there, for everybody and everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from cms.core.impossible_keys import LARGEST, typed_key

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]
NUMBER = re.compile(r"<int:\w+>")
OTHERS = re.compile(r"<\w+:\w+>|<\w+>|\(\?P.*?\)")


def numbered(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Yield every address that has the place of a number, with it."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from numbered(each.url_patterns, path)
        elif NUMBER.search(path):
            yield path


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("staff", "staff@example.jp", "x"))
    return client


def is_asked_for(address: str) -> bool:
    """Whether it is the number that the view behind this address gets: others stand before some, and take words."""
    try:
        return any(isinstance(value, int) for value in resolve(address).kwargs.values())
    except Resolver404:
        return False


def test_every_address_with_a_number_that_no_row_has_is_not_found(staff: Client) -> None:
    paths = list(numbered())
    assert {path.split("/")[0] for path in paths} >= {"admin", "theme"}
    too_large = {path: "/" + OTHERS.sub("x", NUMBER.sub(str(LARGEST + 1), path)) for path in paths}
    asked = {path: address for path, address in too_large.items() if is_asked_for(address)}
    assert len(asked) > 100
    answers = {path: staff.get(address).status_code for path, address in asked.items()}
    assert {path: status for path, status in answers.items() if status != 404} == {}


def test_control_the_largest_number_that_a_row_can_have_is_asked_for(staff: Client) -> None:
    """So that the test above does not pass because those addresses lead nowhere."""
    assert staff.get(f"/admin/events/{LARGEST}/").status_code == 404
    assert staff.get(f"/theme/{LARGEST}-{LARGEST}.css").status_code == 404
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cms.core.impossible_keys.LARGEST", 10**30)
        staff.raise_request_exception = False
        expected = 500 if connection.vendor == "sqlite" else 404
        assert staff.get(f"/theme/{2**63}-{2**63}.css").status_code == expected


@pytest.mark.parametrize("typed", ["", "a", "-1", "1.5", "²", "１２", "9" * 19, "9" * 5_000, "1\x00"])
def test_what_no_row_can_have_is_typed_as_the_key_of_none(typed):
    assert typed_key(typed) == 0


@pytest.mark.parametrize(("typed", "key"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_key_that_a_row_can_have_is_read(typed, key):
    assert typed_key(typed) == key
