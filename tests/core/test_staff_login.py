"""Guessing a password is slow: by account, by connection, and by both; asking for a new one sends no flood of mails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.core import guessing, staff_login
from cms.core.models import PublicAttempt

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "mihon", "a long password of hers"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The same moment for all, amid a window."""
    now = {"now": datetime(2026, 5, 11, 1, 3, tzinfo=UTC)}
    monkeypatch.setattr(timezone, "now", lambda: now["now"])
    return now


@pytest.fixture(autouse=True)
def account() -> Any:
    return get_user_model().objects.create_superuser(NAME, "mihon@example.jp", PASSWORD)


def log_in(password: str = "wrong", *, name: str = NAME, here: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=here).post("/admin/login/", {"username": name, "password": password})


def is_stopped(answer: Any) -> bool:
    return answer.status_code == 200 and answer.context["form"].has_error("__all__", code="too_many")


def test_who_knows_the_password_comes_in() -> None:
    assert log_in(PASSWORD).status_code == 302


def test_the_eleventh_attempt_at_an_account_is_stopped_though_the_password_is_right() -> None:
    stopped = [is_stopped(log_in()) for _ in range(guessing.OF_A_SECRET_HERE)]
    answer = log_in(PASSWORD)
    assert (any(stopped), is_stopped(answer)) == (False, True)
    assert "10分ほど待ってから、もう一度お試しください。" in answer.content.decode()


def test_other_letters_of_the_same_name_do_not_start_anew() -> None:
    for _ in range(guessing.OF_A_SECRET_HERE):
        log_in(name=NAME.upper())
    assert is_stopped(log_in())


def test_an_account_that_is_not_there_is_stopped_like_one_that_is() -> None:
    answers = [is_stopped(log_in(name="nobody")) for _ in range(guessing.OF_A_SECRET_HERE + 1)]
    assert answers == [False] * guessing.OF_A_SECRET_HERE + [True]


def test_somebody_else_logs_in_meanwhile_from_elsewhere_and_here() -> None:
    get_user_model().objects.create_superuser("other", "other@example.jp", PASSWORD)
    for _ in range(guessing.OF_A_SECRET_HERE + 1):
        log_in()
    assert log_in(PASSWORD, here="192.0.2.2").status_code == 302
    assert log_in(PASSWORD, name="other").status_code == 302


def test_who_logs_in_in_between_has_as_many_attempts_again() -> None:
    for _ in range(guessing.OF_A_SECRET_HERE - 1):
        log_in()
    statuses = [log_in(PASSWORD).status_code, *(log_in().status_code for _ in range(3)), log_in(PASSWORD).status_code]
    assert statuses == [302, 200, 200, 200, 302]


def test_ten_minutes_later_she_logs_in(clock: dict[str, datetime]) -> None:
    for _ in range(guessing.OF_A_SECRET_HERE + 1):
        log_in()
    clock["now"] += timedelta(minutes=10)
    assert log_in(PASSWORD).status_code == 302


def test_a_connection_that_tries_many_accounts_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "OF_A_CONNECTION", 12)
    stopped = [is_stopped(log_in(name=f"person{number}")) for number in range(13)]
    assert stopped == [False] * 12 + [True]


def test_many_connections_that_try_one_account_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "OF_A_SECRET", 12)
    stopped = [is_stopped(log_in(here=f"198.51.100.{number}")) for number in range(13)]
    assert stopped == [False] * 12 + [True]


def test_an_address_in_front_that_is_no_proxy_of_ours_is_not_believed() -> None:
    for number in range(guessing.OF_A_SECRET_HERE):
        Client(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}").post(
            "/admin/login/", {"username": NAME, "password": "wrong"}
        )
    assert is_stopped(log_in())


def test_neither_account_nor_address_is_kept() -> None:
    log_in()
    kept = " ".join(map(str, PublicAttempt.objects.values_list()))
    assert PublicAttempt.objects.exists()
    assert [word for word in (NAME, "192.0.2") if word in kept] == []


def test_a_page_for_staff_alone_has_no_second_door() -> None:
    """Wagtail's log-in on public pages would have no limits."""
    assert Client().post("/ja/_util/login/", {"username": NAME, "password": PASSWORD}).status_code == 405


def test_a_new_password_is_mailed_three_times_an_hour(clock: dict[str, datetime]) -> None:
    def ask() -> Any:
        return Client().post("/admin/password_reset/", {"email": "MIHON@example.jp"})

    statuses = [ask().status_code for _ in range(staff_login.OF_A_MAIL_ADDRESS + 1)]
    assert (statuses, len(mail.outbox)) == ([302, 302, 302, 200], 3)
    clock["now"] += timedelta(hours=1)
    assert (ask().status_code, len(mail.outbox)) == (302, 4)


# Accounts that were switched off ---------------------------------------------------------------------------------

SWITCHED_OFF = "このアカウントは停止されています"


@pytest.fixture
def switched_off(account: Any) -> Any:
    account.is_active = False
    account.save()
    return account


def test_who_knows_the_password_of_an_account_that_is_switched_off_is_told_so(switched_off: Any) -> None:
    answer = log_in(PASSWORD)
    assert (answer.status_code, SWITCHED_OFF in answer.content.decode()) == (200, True)
    assert "_auth_user_id" not in answer.client.session


def test_strangers_hear_the_same_of_it_as_of_one_that_is_not_there(switched_off: Any) -> None:
    said = [log_in(name=name).context["form"].errors.as_json() for name in (NAME, "nobody")]
    assert said[0] == said[1]
    assert "inactive" not in said[0]


def test_it_takes_them_as_long(switched_off: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is what takes time: twice, and not at all above the limit."""
    get_user_model().objects.create_superuser("active", "active@example.jp", PASSWORD)
    kind, hashed = type(get_hasher()), []
    encode = kind.encode
    monkeypatch.setattr(kind, "encode", lambda self, *given, **more: hashed.append(1) or encode(self, *given, **more))

    def hashes(name: str) -> int:
        hashed.clear()
        log_in(name=name)
        return len(hashed)

    assert [hashes(NAME), hashes("nobody"), hashes("active")] == [2, 2, 2]
    for _ in range(guessing.OF_A_SECRET_HERE):
        log_in()
    assert hashes(NAME) == 0


def test_above_the_limit_it_is_not_told_either(switched_off: Any) -> None:
    for _ in range(guessing.OF_A_SECRET_HERE):
        log_in()
    answer = log_in(PASSWORD)
    assert (is_stopped(answer), SWITCHED_OFF in answer.content.decode()) == (True, False)
