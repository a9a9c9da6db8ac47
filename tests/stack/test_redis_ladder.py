"""Which Redis is taken, and how it is addressed."""

import time
from pathlib import Path

import pytest
import redis
from celery import Celery
from kombu.exceptions import OperationalError

from cms.stack import redis_ladder


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://redis.example.jp:6379/3", "redis://redis.example.jp:6379/1"),
        ("rediss://:secret@redis.example.jp", "rediss://:secret@redis.example.jp/1"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock?db=1"),
        ("unix:///run/redis.sock?db=4", "unix:///run/redis.sock?db=1"),
        ("redis+socket:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=1"),
    ],
)
def test_in_database_names_the_database(url: str, expected: str) -> None:
    assert redis_ladder.in_database(url, 1) == expected


def test_for_celery_spells_a_unix_socket_as_kombu_does() -> None:
    assert redis_ladder.for_celery("unix:///run/redis.sock?db=2") == "redis+socket:///run/redis.sock?virtual_host=2"


def test_for_celery_leaves_an_address_alone() -> None:
    assert redis_ladder.for_celery("redis://localhost/0") == "redis://localhost/0"


def test_redis_url_stands_above_the_ladder() -> None:
    assert redis_ladder.address({"REDIS_URL": " redis://redis.example.jp "}) == "redis://redis.example.jp"


def test_address_is_the_same_for_every_process_of_a_checkout(tmp_path: Path) -> None:
    environ = {"KAKEHASHI_VAR": str(tmp_path)}
    assert redis_ladder.address(environ) == redis_ladder.address(environ)
    assert redis_ladder.address(environ) != redis_ladder.address({"KAKEHASHI_VAR": str(tmp_path / "other")})


def test_asking_for_the_address_makes_nothing(tmp_path: Path) -> None:
    path = Path(redis_ladder.address({"KAKEHASHI_VAR": str(tmp_path)}).removeprefix("unix://"))
    assert not path.parent.exists()


def test_socket_path_fits_however_deep_the_checkout_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    path = redis_ladder.address({"KAKEHASHI_VAR": str(deep)}).removeprefix("unix://")
    assert len(path.encode()) <= redis_ladder.LONGEST_SOCKET_PATH


def test_runtime_directory_open_to_others_is_refused(tmp_path: Path) -> None:
    environ = {"KAKEHASHI_VAR": str(tmp_path)}
    directory = redis_ladder.runtime_directory(environ)
    directory.chmod(0o755)
    with pytest.raises(redis_ladder.NoRedis):
        redis_ladder.runtime_directory(environ)
    directory.rmdir()


def test_a_program_on_the_path_stands_above_the_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "valkey-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert redis_ladder.rungs()[0].name.startswith("valkey-server")


def test_a_rung_that_cannot_start_gives_way_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    child, url, rung = redis_ladder.start({"KAKEHASHI_VAR": str(tmp_path)})
    assert not rung.name.startswith("redis-server")
    assert redis_ladder.answers(url)
    child.stop()
    redis_ladder.tidy({"KAKEHASHI_VAR": str(tmp_path)})


def test_the_last_rung_answers_and_leaves_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_ladder, "rungs", lambda rungs=redis_ladder.rungs: [r for r in rungs() if r.is_fake])
    environ = {"KAKEHASHI_VAR": str(tmp_path)}
    child, url, _ = redis_ladder.start(environ)
    redis.Redis.from_url(redis_ladder.in_database(url, 1)).set("key", "value")
    assert redis_ladder.address(environ) == url
    child.stop()
    redis_ladder.tidy(environ)
    assert redis_ladder.address(environ).startswith("unix://")


def test_redis_keeps_queues_and_evicts_only_what_expires(redis_url: str) -> None:
    assert redis.Redis.from_url(redis_url).config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-lru"}


def test_celery_sends_and_fetches_over_the_unix_socket(redis_url: str) -> None:
    app = Celery(broker=redis_ladder.for_celery(redis_ladder.in_database(redis_url, 0)))
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("wake")
        queue.put({"kind": "outbox"})
        assert queue.get(timeout=5).payload == {"kind": "outbox"}
        queue.close()


def test_nobody_at_a_socket_is_no_answer(tmp_path: Path) -> None:
    assert not redis_ladder.answers(f"unix://{tmp_path / 'nobody.sock'}")


def test_publishing_without_redis_fails_within_a_second(tmp_path: Path, settings) -> None:
    app = Celery(broker=f"redis+socket://{tmp_path / 'nobody.sock'}")
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    app.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
    started = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("wake")
    assert time.monotonic() - started < 1
