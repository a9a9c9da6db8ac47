"""Whatever breaks while people register: nothing that somebody was told is lost, and every mail leaves once."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils import timezone

from events.registration import services
from events.registration.models import Registration

from . import ledger
from .scenarios import NUMBER, PLACES, Played


def test_the_fault_was_felt(played: Played) -> None:
    assert played.hit


def test_everybody_was_told_in_the_end(played: Played) -> None:
    assert len(played.people.acknowledged) == NUMBER


def test_what_was_acknowledged_exists(played: Played) -> None:
    assert ledger.lost(played.people) == {}


def test_control_a_registration_that_is_gone_is_missed(played: Played) -> None:
    somebody = played.people.people[0]
    with transaction.atomic():
        Registration.objects.get(event=played.people.event, email=somebody.email).delete()
        assert ledger.lost(played.people) == {somebody.email: somebody.code}
        transaction.set_rollback(True)


def test_nobody_is_registered_twice(played: Played) -> None:
    assert ledger.doubled(played.people) == []


def test_as_many_have_a_place_as_there_are(played: Played) -> None:
    found = Counter(Registration.objects.filter(event=played.people.event).values_list("state", flat=True))
    assert found == {"confirmed": PLACES, "waitlisted": NUMBER - PLACES}


def test_what_must_hold_holds(played: Played) -> None:
    assert list(services.reconcile(now=timezone.now(), event=played.people.event)) == []


def test_every_mail_left_once(played: Played) -> None:
    gone = {email: 0 for email in ledger.states(played.people) if email.startswith("gone-")}
    assert ledger.not_once(played.people, played.sink_received) == gone


def test_control_a_mail_that_did_not_arrive_is_missed(played: Played) -> None:
    last = played.people.people[-1].email
    others = [message for message in played.sink_received if last not in message.recipients]
    assert ledger.not_once(played.people, others)[last] == 0


def test_a_mail_that_was_taken_is_not_sent_again(played: Played) -> None:
    # Who dies between the server's answer and its own note must send again: at most one mail for each end.
    assert ledger.repeated(played.people, played.sink_received) <= ("database" in played.name)


def test_nothing_answered_with_an_error(played: Played) -> None:
    expected = {200, 303} | ({503} if "database" in played.name else set())
    assert played.people.statuses <= expected
    assert {path: set(seen) for path, seen in played.pages.items() if not set(seen) <= expected} == {}


def test_control_somebody_read_all_the_while(played: Played) -> None:
    assert {path: len(seen) for path, seen in played.pages.items() if len(seen) < 2} == {}


def test_no_log_tells_of_whom_it_speaks(played: Played) -> None:
    people = played.people.people
    canaries = {"見本", *(word for person in people for word in (person.email, person.token, person.code))}
    told = {name: [canary for canary in canaries if canary in log] for name, log in played.logs.items()}
    assert told == {name: [] for name in played.logs}


def test_control_the_logs_are_those_of_these_people(played: Played) -> None:
    assert f"POST {played.people.path}" in played.logs["web"]
    assert "GET /ja/registrations/manage/…/" in played.logs["web"]


def test_a_mail_of_a_killed_worker_is_sent_again_under_the_same_number(played: Played) -> None:
    if played.name != "the worker is killed":
        return
    first = ledger.mails(played.people, played.sink_after_dot)[played.people.people[0].email]
    assert (len(first) > 1, len(set(first))) == (True, 1)


def test_a_mail_to_nobody_is_refused_and_the_others_do_not_wait_for_it(played: Played) -> None:
    refused = {email.partition("-")[0] for email, state in ledger.states(played.people).items() if state == "refused"}
    assert refused == ({"gone"} if played.name == "the mail server refuses" else set())
