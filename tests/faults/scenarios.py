"""What befalls a centre while people register."""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from cms.mail.models import Delivery
from cms.mail.states import State
from tests.factories.event_pages import offered, told
from tests.mail.sink import HANG_UP, STALL, Received

from . import ledger
from .centre import OPEN, Centre
from .own_database import PostgresServer
from .people import People, Readers

NUMBER, PLACES = 18, 9
HANGS_UP = ("ehlo", "rcpt", "data", "dot")
A_DAY = timedelta(hours=23)
FIRST, THEN, LAST = range(6), range(6, 12), range(12, NUMBER)


@dataclass
class Played:
    """What came of a scenario. pages: the statuses that readers saw, by address; logs: of each process."""

    name: str
    people: People
    pages: dict[str, list[int]]
    sink_received: list[Received]
    sink_after_dot: list[Received]
    hit: bool
    logs: dict[str, str]


BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Scenario:
    """befalls: plays it, and says whether it hit anybody or anything. addresses: what stands before the @.

    in_the_long_run_alone: the databases on which no quick run has to tell of it (`make faults`): both where another one
        says as much, one where a quick run on the other one tells of it.
    on_postgres_alone: for what befalls a database server, and for what is the same whatever the database.
    """

    name: str
    befalls: Callable[[Centre, People], bool]
    addresses: Sequence[str] = ()
    leases: bool = False
    on_postgres_alone: bool = False
    in_the_long_run_alone: Collection[str] = ()

    def plays_on(self, vendor: str) -> bool:
        """Whether it is played on this kind of database."""
        return vendor == "postgresql" or not self.on_postgres_alone

    def play(self, centre: Centre, cookie: str) -> Played:
        page = told()
        offering = offered(page, capacity=PLACES)
        people = People(centre.url, offering.event_id, offering.pk, NUMBER, self.addresses).read()
        paths = [page.get_url(), "/ja/events/", people.path, "/en/search/?query=x", "/admin/", "/admin/events/"]
        with Readers(centre.url, paths, cookie=cookie) as readers:
            hit = self.befalls(centre, people)
        connection.close()  # it may be one of a server that has ended
        centre.settle(leases=self.leases)
        logs = {name: child.log.read_text(errors="replace") for name, child in centre.children.items()}
        return Played(
            self.name, people, readers.statuses, list(centre.sink.received), list(centre.sink.after_dot), hit, logs
        )


# Redis -------------------------------------------------------------------------------------------------------


def redis_stops(centre: Centre, people: People) -> bool:
    people.send(FIRST)
    # A worker that is still at work would take the next mails along, and nobody would feel that Redis is gone.
    centre.until(lambda: not _open_mails(people).exists(), "the worker has nothing to do")
    centre.redis.stop()
    people.send(THEN)
    waited = bool(_open_mails(people))
    centre.redis.start()
    people.send(LAST)
    return waited


def redis_freezes(centre: Centre, people: People) -> bool:
    """Under a worker that is at work: when it is through, nobody hears that it has done what it was woken for."""
    centre.sink.mail = lambda address: STALL
    people.send(FIRST)
    centre.until(_open_mails(people).filter(state=State.CLAIMED).exists, "the worker is at work", jumps=True)
    centre.redis.freeze()
    people.send(THEN)
    centre.until(lambda: "Couldn't ack" in centre.log("worker"), "the worker was not heard")
    centre.sink.mail = lambda address: ""
    waited = bool(_open_mails(people))
    centre.redis.thaw()
    people.send(LAST)
    return waited


def redis_is_flushed(centre: Centre, people: People) -> bool:
    """While a worker is busy, so that there is something to lose; and again under everybody."""
    centre.sink.mail = lambda address: STALL
    people.send(FIRST)
    people.send(THEN)
    lost = bool(_open_mails(people))
    centre.redis.flush()
    centre.sink.mail = lambda address: ""
    people.send(LAST)
    centre.redis.flush()
    return lost


def redis_and_the_worker_are_killed(centre: Centre, people: People) -> bool:
    """kill -9, one after the other, while the worker is at work and people register."""
    centre.sink.mail = lambda address: STALL
    people.send(FIRST)
    centre.until(_open_mails(people).filter(state=State.CLAIMED).exists, "the worker is at work", jumps=True)
    centre.redis.kill()
    centre.kill("worker")
    people.send(THEN)
    centre.sink.mail = lambda address: ""
    waited = _open_mails(people).count() >= len(THEN)
    centre.redis.start()
    centre.start_worker()
    people.send(LAST)
    centre.wait_for_worker()
    return waited


# The mail server ---------------------------------------------------------------------------------------------


def mail_server_is_away_for_an_hour(centre: Centre, people: People) -> bool:
    people.send(FIRST)
    centre.sink.stop()
    people.send([*THEN, *LAST])
    for _ten_minutes in range(6):
        began = timezone.now()
        back = timedelta(minutes=10)
        _open_mails(people).update(
            due_at=F("due_at") - back, queued_at=F("queued_at") - back, give_up_at=F("give_up_at") - back
        )
        centre.jump()
        tried = _open_mails(people).filter(changed_at__gt=began, reason="server_away")
        centre.until(tried.exists, "somebody knocks at the mail server")
    waited = _open_mails(people).count() >= len(THEN) + len(LAST)
    centre.sink.start(centre.smtp_port)
    return waited


def mail_server_stalls(centre: Centre, people: People) -> bool:
    people.send(FIRST)
    centre.sink.mail = lambda address: STALL
    people.send(THEN)
    broken = _open_mails(people).filter(reason="line_broken")
    centre.until(broken.exists, "somebody is tired of waiting")
    centre.sink.mail = lambda address: ""
    people.send(LAST)
    return True


ANSWERS = {
    "busy": "421 4.3.2 closing", "later": "450 4.2.0 greylisted", "full": "452 4.3.1 insufficient system storage",
    "gone": "550 5.1.1 no such user",
}  # fmt: skip


def mail_server_refuses(centre: Centre, people: People) -> bool:
    def answer(address: str) -> str:
        return ANSWERS.get(address.partition("-")[0], "")

    centre.sink.rcpt = answer
    people.send(range(NUMBER))

    def all_others_have_left() -> bool:
        ended = [email for email, state in ledger.states(people).items() if state in {"sent", "refused"}]
        centre.jump()
        return len(ended) == NUMBER - 3

    centre.until(all_others_have_left, "those that nobody refuses have left")
    centre.sink.rcpt = lambda address: ANSWERS["gone"] if address.startswith("gone") else ""
    return True


def mail_server_hangs_up(centre: Centre, people: People) -> bool:
    """Once on each: after the greeting, amid the addresses, once the message may come, and before it says yes to it."""
    left = {name: name for name in HANGS_UP}

    def at(moment: str) -> Callable[[str], str]:
        def answer(address: str) -> str:
            return HANG_UP if moment == address.partition("-")[0] and left.pop(moment, "") else ""

        return answer

    # Who sends is the same for all: a conversation that is hung up on at once is one before its first address.
    centre.sink.rcpt, centre.sink.data, centre.sink.dot = at("rcpt"), at("data"), at("dot")
    centre.sink.mail = lambda address: HANG_UP if left.pop("ehlo", "") else ""
    people.send(range(NUMBER))
    centre.settle()
    return not left


# Processes and the database ----------------------------------------------------------------------------------


def worker_is_killed(centre: Centre, people: People) -> bool:
    """Between the final dot of a mail and the server's answer: nobody knows whether it has left."""

    def was_sent() -> bool:
        return any(message.recipients[0] == people.people[0].email for message in centre.sink.after_dot)

    centre.sink.dot = lambda address: STALL if address == people.people[0].email else ""
    people.send(FIRST)
    centre.until(was_sent, "the first mail is on its way", jumps=True)
    centre.kill("worker")
    centre.sink.dot = lambda address: ""
    people.send(THEN)
    centre.start_worker()
    people.send(LAST)
    centre.wait_for_worker()
    return True


def beats_are_two_and_one_is_killed(centre: Centre, people: People) -> bool:
    """As of two hosts. Nothing but they sees to a mail whose wake-up Redis has lost."""
    centre.start_beat("second beat")
    centre.until(lambda: centre.asked("second beat"), "the second beat asks")
    people.send(FIRST)
    centre.kill("beat")
    centre.redis.flush()
    before = centre.asked("second beat")
    people.send(THEN)
    centre.until(lambda: centre.asked("second beat") > before + 1, "the second beat goes on")
    centre.kill("second beat")
    centre.sink.mail = lambda address: STALL
    people.send(LAST)
    centre.redis.flush()
    centre.sink.mail = lambda address: ""
    centre.start_beat()
    centre.until(lambda: centre.asked("beat") > 1, "the first beat goes on where it was")
    return not centre.children["second beat"].is_running


def the_clock_jumps(centre: Centre, people: People) -> bool:
    """Of worker and beat, a day ahead and an hour behind; what was put off on that day is tried again all the same.

    Nothing here moves a time in the database: what waits has to leave by itself.
    """
    late = people.people[THEN[0]].email
    centre.give_a_clock()
    try:
        people.send(FIRST)
        centre.set_clock("+1d")
        centre.until(lambda: centre.log("beat").count("the clock has jumped") == 1, "beat sees the day")
        centre.sink.rcpt = lambda address: ANSWERS["later"] if address == late else ""
        people.send(THEN)
        put_off = Delivery.objects.filter(address=late, state=State.DEFERRED, due_at__gt=timezone.now() + A_DAY)
        centre.until(put_off.exists, "a mail is put off on the day ahead")
        centre.sink.rcpt = lambda address: ""
        centre.set_clock("-1h")
        centre.until(lambda: centre.log("beat").count("the clock has jumped") == 2, "beat sees the hour")
        people.send(LAST)
        centre.until(lambda: not put_off.exists(), "the day ahead is forgotten")
        centre.set_clock("+0")
        centre.until(lambda: not _open_mails(people).exists(), "every mail has left by itself")
    finally:
        centre.take_the_clock()
    return True


def database_ends(how: signal.Signals) -> Callable[[Centre, People], bool]:
    def befall(centre: Centre, people: People) -> bool:
        database = centre.database
        assert isinstance(database, PostgresServer)
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(people.send, range(NUMBER))
            centre.until(lambda: len(people.acknowledged) >= len(FIRST), "some have registered")
            database.end(how)
            centre.until(lambda: 503 in people.statuses or sending.done(), "somebody is asked to wait")
            database.begin()
            sending.result()
        return 503 in people.statuses

    return befall


def _open_mails(people: People):  # type: ignore[no-untyped-def]
    addresses = [person.email for person in people.people]
    return Delivery.objects.filter(address__in=addresses, state__in=OPEN)


SCENARIOS = {
    scenario.name: scenario
    for scenario in [
        Scenario("redis stops", redis_stops, in_the_long_run_alone=("sqlite",)),
        # What the worker is not told, and that it goes on, is between it and Redis.
        Scenario("redis freezes", redis_freezes, on_postgres_alone=True),
        Scenario("redis is flushed", redis_is_flushed, in_the_long_run_alone=("postgresql",)),
        Scenario(
            "redis and the worker are killed", redis_and_the_worker_are_killed, leases=True, in_the_long_run_alone=BOTH
        ),
        Scenario(
            "the mail server is away for an hour",
            mail_server_is_away_for_an_hour,
            in_the_long_run_alone=("postgresql",),
        ),
        Scenario("the mail server stalls", mail_server_stalls, on_postgres_alone=True),
        Scenario("the mail server refuses", mail_server_refuses, addresses=list(ANSWERS), on_postgres_alone=True),
        Scenario("the mail server hangs up", mail_server_hangs_up, addresses=HANGS_UP, in_the_long_run_alone=BOTH),
        Scenario("the worker is killed", worker_is_killed, leases=True),
        Scenario("beats are two and one is killed", beats_are_two_and_one_is_killed, in_the_long_run_alone=BOTH),
        # Times are those of the processes: no database is asked for its own.
        Scenario("the clock jumps", the_clock_jumps, on_postgres_alone=True),
        Scenario("the database restarts", database_ends(signal.SIGINT), on_postgres_alone=True, leases=True),
        Scenario("the database crashes", database_ends(signal.SIGQUIT), on_postgres_alone=True, leases=True),
    ]
}
