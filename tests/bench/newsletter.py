"""What an issue costs per reader: `python -m tests.bench.newsletter [readers] [--rounds N] [--freeze subscribers]`.

In each round the same message goes to Postfix's `smtp-sink` three ways, one after the other: by `smtp-source`, the raw
ceiling; by Django's `send_messages` over one connection, a tenth as many; by our engine, from claim to settlement. CPU
is that of the sending process, user and system; the sink's is not counted. Both tools come with Debian's postfix.

`--freeze 1000000` measures the audience instead: preparing, preparing again, starting (which wakes workers through a
real Redis, as the button does), claiming, and how large the process gets.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

TEXT = "多言語なんでも相談会のお知らせです。どなたでもお申し込みいただけます。\n" * 60


@dataclass
class Cost:
    """Of one message, in one run."""

    cpu: float
    wall: float


@contextmanager
def sink(port: int) -> Iterator[None]:
    tool = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
    process = subprocess.Popen([tool, *as_nobody, f"127.0.0.1:{port}", "256"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def ours(number: int, act: Callable[[], Any]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return Cost((time.process_time() - cpu) / number, (time.perf_counter() - wall) / number)


def raw(number: int, size: int, port: int) -> Cost:
    tool = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [tool, "-d", "-m", str(number), "-l", str(size), "-f", "a@example.jp", "-t", "b@example.jp"]
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu / number, wall / number)


def show(name: str, costs: list[Cost], ceiling: list[Cost]) -> None:
    cpu, wall = (statistics.median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall"))
    of_ceiling = statistics.median(best.cpu / cost.cpu for best, cost in zip(ceiling, costs, strict=True))
    of_speed = statistics.median(best.wall / cost.wall for best, cost in zip(ceiling, costs, strict=True))
    print(
        f"  {name:<22}{1e6 * cpu:9.0f} µs CPU{1 / wall:10.0f} a second"
        f"   {of_ceiling:5.2f} of raw by CPU{of_speed:6.2f} by time",
        flush=True,
    )


def use_database(folder: str) -> Any:
    """Begin with an empty database that writes to the disk as in production."""
    from django.db import connection

    from tests import databases

    copies = databases.copies_for("bench", Path(folder))
    options = connection.settings_dict.setdefault("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=OFF", "synchronous=FULL")
    copies.use(databases.EMPTY)
    return copies


def create(key: str) -> Any:
    from django.utils import timezone
    from wagtail.models import Site

    from cms.mail.bulk import services
    from cms.mail.bulk.slots import slot

    url = f"https://centre.example.jp/ja/newsletter/stop/{slot('token')}/"
    html = "".join(f"<p style='margin:0 0 1em'>{line}</p>" for line in TEXT.splitlines())
    content = services.EditionContent(
        locale="ja",
        subject="センターだより 12月号",
        text=f"{TEXT}\n{url}\n",
        html=f"{html}<p><a href='{url}'>停止</a></p>",
    )
    of_list = services.List(key="news", name="センターだより", id="news.centre.example.jp", unsubscribe_url=url)
    return services.create(
        kind="bench", key=key, site=Site.objects.get(is_default_site=True), name=key, editions=[content],
        belongs_to=of_list, keeps_quiet=False, now=timezone.now(),
    )  # fmt: skip


def readers(number: int) -> Iterator[Any]:
    from cms.mail import addresses
    from cms.mail.bulk.services import Recipient

    for each in range(number):
        address = f"reader{each}@example{each % 97}.jp"
        yield Recipient(address=address, locale="ja", token=f"{each:032x}", digest=addresses.digest(address))


def send(number: int, rounds: int, port: int) -> None:
    from django.core.mail import get_connection
    from django.utils import timezone

    from cms.mail.bulk import editions, engine, services
    from cms.mail.bulk.backends import as_django_message
    from cms.mail.models import BulkDelivery, Edition
    from cms.mail.states import State

    costs: dict[str, list[Cost]] = {"smtp-source": [], "Django send_messages": [], "engine": []}
    for turn in range(rounds):
        campaign = services.prepare(campaign=create(str(turn)), candidates=lambda: readers(number), now=timezone.now())
        services.start(campaign_id=campaign.pk, now=timezone.now())
        parcel = editions.Parcel(1, 1, "reader1@example.jp", "", "0" * 32, "", 0)
        wire = editions.load(Edition.objects.get(campaign=campaign).pk).message(parcel, parcel.address)
        size = len(wire)

        def by_raw(size: int = size) -> Cost:
            return raw(number, size, port)

        def by_django(wire: bytes = wire) -> None:
            messages = [as_django_message(wire) for _each in range(number // 10)]
            get_connection().send_messages(messages)

        def by_engine() -> None:
            while engine.drive(now=timezone.now()).more:
                pass

        # The order turns, so that what else the machine does falls on all.
        acts: list[tuple[str, Callable[[], Cost]]] = [
            ("smtp-source", by_raw),
            ("Django send_messages", lambda: ours(number // 10, by_django)),
            ("engine", lambda: ours(number, by_engine)),
        ]
        for name, act in acts[turn % 3 :] + acts[: turn % 3]:
            costs[name].append(act())
    sent = BulkDelivery.objects.totals()[State.SENT]
    load = os.getloadavg()[0]
    print(f"{number} messages of {size} bytes, {rounds} rounds, medians; sent {sent}; load {load:.0f}")
    for name, measured in costs.items():
        show(name, measured, costs["smtp-source"])
    slow, fast = (statistics.median(cost.wall for cost in costs[name]) for name in ("Django send_messages", "engine"))
    print(f"  the engine is {slow / fast:.1f} times as fast as send_messages")


def freeze(number: int) -> None:
    from django.utils import timezone

    from cms.mail.bulk import claiming, journal, lanes, services
    from cms.mail.bulk.settling import settle
    from cms.mail.models import BulkDelivery

    campaign = create("freeze")
    cost = ours(1, lambda: services.prepare(campaign=campaign, candidates=lambda: readers(number), now=timezone.now()))
    print(
        f"{number} subscribers frozen in {cost.wall:.1f} s, {cost.cpu:.1f} s of them CPU; load {os.getloadavg()[0]:.0f}"
    )
    began = time.perf_counter()
    services.prepare(campaign=campaign, candidates=lambda: readers(number), now=timezone.now())
    print(f"  again in {time.perf_counter() - began:.3f} s: {BulkDelivery.objects.count()} deliveries")
    starts(campaign)
    lane = next(lane for lane in lanes.have_lanes() if lane.group == "other")
    campaigns, taken = claiming.sendable(now=timezone.now()), []
    for each in range(100):
        with journal.begin(f"bench{each}") as book:
            began = time.perf_counter()
            claimed = claiming.claim(lane_id=lane.pk, token=f"bench{each}", campaigns=campaigns, now=timezone.now())
            taken.append(time.perf_counter() - began)
            assert claimed is not None
            settle(batch=claimed.batch, account=book.read(), now=timezone.now())
            book.remove()
    print(f"  claim of 200: median {1000 * statistics.median(taken):.1f} ms, p95 {1000 * sorted(taken)[94]:.1f} ms")
    print(f"  totals in {1000 * ours(1, lambda: services.totals_of(campaign)).wall:.0f} ms")
    print(f"  largest size of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def starts(campaign: Any) -> None:
    """Press the button: once in a web process that has just begun, then again and again."""
    from django.urls import get_resolver
    from django.utils import timezone

    from cms.mail.bulk import services
    from cms.mail.models import Campaign

    get_resolver().url_patterns  # noqa: B018  # as cms.wsgi does before the first request
    took = []
    for _time in range(10):
        Campaign.objects.filter(pk=campaign.pk).update(state="ready")
        began = time.perf_counter()
        services.start(campaign_id=campaign.pk, now=timezone.now())
        took.append(1000 * (time.perf_counter() - began))
    print(f"  started in {took[0]:.0f} ms the first time, then in {statistics.median(took[1:]):.0f} ms", flush=True)


@contextmanager
def broker(folder: str) -> Iterator[None]:
    """A Redis of its own, which this process wakes workers through; there are no workers."""
    from tests.mail import rig

    server = rig.Redis(Path(folder) / "redis").start()
    rig.use_broker(server.url)
    try:
        yield
    finally:
        server.tidy()


def main(arguments: list[str]) -> None:
    from django.conf import settings
    from django.db import connection

    from cms.mail import waking
    from cms.stack.processes import free_port

    parser = argparse.ArgumentParser(prog="python -m tests.bench.newsletter")
    parser.add_argument("readers", type=int, nargs="?", default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--freeze", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        copies = use_database(folder)
        settings.CMS_MAIL_JOURNAL_DIR = Path(folder) / "journal"
        port = free_port(first=20000 + os.getpid() % 20000)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        print(f"on {connection.vendor}")
        if options.freeze:
            with broker(folder):
                freeze(options.freeze)
        else:
            waking.send = lambda *task: False  # type: ignore[assignment]  # what a broker costs is not asked here
            with sink(port):
                send(options.readers, options.rounds, port)
        copies.discard()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    main(sys.argv[1:])
