"""A mailed link opens what it was made for, and nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import override_settings

from cms.mail import mailed_tokens

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
ROW = UUID(int=7)
END = NOW + timedelta(days=1)


def holds(token: str, *, purpose: str = "letters", version: int = 1, now: datetime = NOW) -> bool:
    taken_apart = mailed_tokens.read(token)
    assert taken_apart is not None
    return taken_apart.holds(purpose=purpose, version=version, now=now)


@pytest.fixture
def token() -> str:
    return mailed_tokens.make(purpose="letters", row=ROW, version=1, number=3, ends_at=END)


def test_it_opens_what_it_was_made_for(token: str) -> None:
    taken_apart = mailed_tokens.read(token)
    assert taken_apart is not None
    assert (taken_apart.row, taken_apart.number, holds(token)) == (ROW, 3, True)


def test_a_link_for_one_purpose_opens_no_other(token: str) -> None:
    assert not holds(token, purpose="stop")


def test_a_link_of_an_earlier_version_opens_nothing(token: str) -> None:
    assert not holds(token, version=2)


def test_a_link_is_over_from_its_end_on(token: str) -> None:
    assert (holds(token, now=END - timedelta(seconds=1)), holds(token, now=END)) == (True, False)


def test_a_link_without_an_end_stays() -> None:
    endless = mailed_tokens.make(purpose="letters", row=ROW, version=1, ends_at=None)
    assert holds(endless, now=NOW + timedelta(days=36_500))


def test_another_row_or_number_is_not_opened_by_the_same_hash(token: str) -> None:
    for other in ({"row": UUID(int=8), "number": 3}, {"row": ROW, "number": 4}):
        made = mailed_tokens.make(purpose="letters", version=1, ends_at=END, **other)
        first, second = mailed_tokens.read(made), mailed_tokens.read(token)
        assert first is not None
        assert second is not None
        assert first.digest != second.digest


def test_a_key_that_was_replaced_opens_as_long_as_it_is_kept(token: str, settings) -> None:
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[old]):
        assert holds(token)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert not holds(token)
