"""Wagtail's jobs leave the request: a row first, a message after it is committed, done at least once."""

import time
from datetime import timedelta

import pytest
import redis
from celery.contrib.testing.worker import start_worker
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms.background import services
from cms.background.models import ATTEMPTS, CLAIM_HOLDS, Job
from cms.background.tasks import run_jobs
from cms.celery import app
from cms.core.models import ScheduleRun
from tests.factories.home import StandardPageFactory

from . import jobs

commits = pytest.mark.django_db(transaction=True)


def messages(redis_url: str) -> int:
    return redis.Redis.from_url(redis_url).llen("celery")  # type: ignore[return-value]


def enqueue_and_fail() -> None:
    jobs.note.enqueue("あ")
    raise ZeroDivisionError


@commits
def test_a_committed_job_is_one_row_and_one_message(broker: str, redis_url: str) -> None:
    jobs.note.enqueue("あ")
    assert (Job.objects.count(), messages(redis_url), jobs.DONE) == (1, 1, [])


@commits
def test_nothing_is_sent_before_the_commit(broker: str, redis_url: str) -> None:
    with transaction.atomic():
        jobs.note.enqueue("あ")
        assert messages(redis_url) == 0


@commits
def test_a_transaction_that_is_rolled_back_leaves_neither(broker: str, redis_url: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue_and_fail()
    assert (Job.objects.count(), messages(redis_url)) == (0, 0)


@commits
def test_many_jobs_of_one_transaction_need_one_message(broker: str, redis_url: str) -> None:
    with transaction.atomic():
        for word in "あいうえお":
            jobs.note.enqueue(word)
    assert (Job.objects.count(), messages(redis_url)) == (5, 1)


@commits
def test_a_job_of_a_savepoint_rolled_back_does_not_silence_the_next(broker: str, redis_url: str) -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            enqueue_and_fail()
        jobs.note.enqueue("い")
    assert messages(redis_url) == 1


@commits
def test_the_message_carries_no_data(broker: str, redis_url: str) -> None:
    jobs.note.enqueue("ひみつ")
    queued = redis.Redis.from_url(redis_url).lrange("celery", 0, -1)
    assert b"background.run_jobs" in queued[0]
    with app.connection_for_write() as connection:
        message = connection.SimpleQueue("celery").get(timeout=5)
    assert message.decode()[:2] in ([[], {}], ([], {}))
    message.ack()


@commits
def test_a_worker_does_what_a_saved_page_needs(broker: str) -> None:
    """Celery's own worker on a real Redis: the page's links are in the reference index when it is through."""
    target = StandardPageFactory()
    page = StandardPageFactory(body=[("text", f'<p><a linktype="page" id="{target.pk}">こちら</a></p>')])
    assert not ReferenceIndex.get_references_to(target).exists()
    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        wait_until_done()
    assert [usage.object_id for usage in ReferenceIndex.get_references_to(target)] == [str(page.pk)]


def wait_until_done() -> None:
    deadline = time.monotonic() + 60
    while Job.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.05)


@commits
def test_without_a_broker_the_job_is_done_at_once(no_broker: None) -> None:
    jobs.note.enqueue("あ")
    assert (jobs.DONE, Job.objects.count()) == (["あ"], 0)


@commits
def test_a_broker_that_takes_nothing_costs_no_save(broker: str, redis_url: str) -> None:
    """A Redis without room for more answers with an error of its own."""
    server = redis.Redis.from_url(redis_url)
    before = server.config_get("maxmemory")["maxmemory"]
    server.config_set("maxmemory", 1)
    try:
        jobs.note.enqueue("あ")
    finally:
        server.config_set("maxmemory", before)
    assert (jobs.DONE, Job.objects.count()) == (["あ"], 0)


@commits
def test_a_job_whose_code_is_gone_stops_no_other(celery_backend: None) -> None:
    now = timezone.now()
    Job.objects.create(path="plugins.gone.tasks.work", arguments={}, digest="gone", added_at=now, run_after=now)
    Job.objects.create(
        path="tests.background.jobs.note", arguments={"args": ["あ"], "kwargs": {}}, digest="note", added_at=now,
        run_after=now,
    )  # fmt: skip
    services.run_waiting(now=now)
    assert jobs.DONE == ["あ"]
    assert "plugins.gone" in Job.objects.get().error


@commits
def test_a_broker_that_did_not_answer_is_left_alone_for_a_while(rude_broker: list[int]) -> None:
    jobs.note.enqueue("あ")
    knocks = len(rude_broker)
    jobs.note.enqueue("い")
    assert (knocks > 0, len(rude_broker) - knocks, jobs.DONE) == (True, 0, ["あ", "い"])


@commits
def test_a_broker_is_asked_again_after_its_rest(rude_broker: list[int]) -> None:
    jobs.note.enqueue("あ")
    knocks = len(rude_broker)
    services._knock_again_at -= services.BROKER_REST
    jobs.note.enqueue("い")
    assert len(rude_broker) > knocks


@commits
def test_a_lost_message_is_made_good_by_the_next_tick(broker: str, redis_url: str) -> None:
    jobs.note.enqueue("あ")
    redis.Redis.from_url(redis_url).flushall()
    ScheduleRun.objects.filter(key="background_jobs").delete()
    call_command("tick")
    assert jobs.DONE == ["あ"]


@pytest.mark.django_db
def test_the_same_job_waits_once(celery_backend: None) -> None:
    jobs.note.enqueue("あ")
    jobs.note.enqueue("あ")
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_what_is_enqueued_while_the_same_runs_waits_anew(celery_backend: None) -> None:
    jobs.note.enqueue("あ")
    Job.objects.update(claimed_at=timezone.now(), attempts=1)
    jobs.note.enqueue("あ")
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_job_that_somebody_does_is_not_begun_again(celery_backend: None) -> None:
    jobs.note.enqueue("あ")
    now = timezone.now()
    Job.objects.update(claimed_at=now, attempts=1)
    assert services.run_waiting(now=now + CLAIM_HOLDS / 2) == 0


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_begun_again(celery_backend: None) -> None:
    jobs.note.enqueue("あ")
    now = timezone.now()
    Job.objects.update(claimed_at=now, attempts=1)
    services.run_waiting(now=now + CLAIM_HOLDS)
    assert jobs.DONE == ["あ"]


@pytest.mark.django_db
def test_a_job_that_fails_keeps_why_and_waits_before_the_next_attempt(celery_backend: None) -> None:
    jobs.fail.enqueue("だめ")
    run_jobs()
    job = Job.objects.get()
    assert ("ValueError" in job.error, job.attempts, job.run_after > timezone.now()) == (True, 1, True)


@pytest.mark.django_db
def test_what_a_failed_job_says_is_neither_kept_nor_logged(celery_backend: None, caplog) -> None:
    """It may quote what somebody typed."""
    jobs.fail.enqueue("だめ")
    run_jobs()
    said = Job.objects.get().error + caplog.text
    assert ("jobs.py" in said, "だめ" in said) == (True, False)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, nothing is left because time was up."""
    monkeypatch.setattr(services, "PATIENCE", 600.0)


@commits
def test_without_a_broker_a_request_does_no_more_than_a_few(no_broker: None, patient: None) -> None:
    with transaction.atomic():
        for number in range(services.IN_A_REQUEST + 5):
            jobs.note.enqueue(str(number))
    assert (len(jobs.DONE), Job.objects.count()) == (services.IN_A_REQUEST, 5)


@commits
def test_the_next_request_without_a_broker_goes_on_with_the_rest(no_broker: None, patient: None) -> None:
    with transaction.atomic():
        for number in range(services.IN_A_REQUEST + 5):
            jobs.note.enqueue(str(number))
    jobs.note.enqueue("あ")
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_who_has_no_patience_left_begins_one(celery_backend: None) -> None:
    for word in "あい":
        jobs.note.enqueue(word)
    assert services.run_waiting(now=timezone.now(), patience=0) == 1


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other(celery_backend: None) -> None:
    jobs.fail.enqueue("だめ")
    jobs.note.enqueue("あ")
    run_jobs()
    assert jobs.DONE == ["あ"]


@pytest.mark.django_db
def test_a_job_that_always_fails_is_given_up(celery_backend: None) -> None:
    jobs.fail.enqueue("だめ")
    now = timezone.now()
    for hour in range(ATTEMPTS + 2):
        services.run_waiting(now=now + timedelta(hours=hour))
    assert Job.objects.given_up().get().attempts == ATTEMPTS


@pytest.mark.django_db
def test_a_job_about_something_deleted_is_over(celery_backend: None) -> None:
    page = StandardPageFactory()
    Job.objects.all().delete()
    page.save()
    page.delete()
    run_jobs()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_what_a_loader_discards_is_not_done(celery_backend: None) -> None:
    with services.discarding():
        jobs.note.enqueue("あ")
    assert not Job.objects.exists()
