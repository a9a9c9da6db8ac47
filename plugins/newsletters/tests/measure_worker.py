"""How large a Celery worker gets that counts the readers of a letter and sends it.

`python -m plugins.newsletters.tests.measure_worker 1000000`: so many subscribers in the newsletters' own tables, a
real worker over a Redis of its own that counts them all and sends for a minute to Postfix's `smtp-sink`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import django
from celery import current_app
from django.utils import timezone

SENDS_FOR = 60.0  # seconds
LOOKED_EVERY = 0.25  # seconds
AT_ONCE = 5000


class Sizes:
    """The largest sizes of a worker's processes, by what it was doing, in MB: resident, and its own share of that."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.doing = "at rest"
        self.largest: dict[str, tuple[float, float]] = {}

    def __enter__(self) -> Sizes:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOKED_EVERY):
            for pid in self._worker.children:
                try:
                    size = _size(pid)
                except OSError:
                    continue
                before = self.largest.get(self.doing, (0.0, 0.0))
                self.largest[self.doing] = max(before[0], size[0]), max(before[1], size[1])


def _size(pid: int) -> tuple[float, float]:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        found[name] = int(value.split()[0]) / 1024
    return found["Rss"], found["Pss"]


def measure(number: int, folder: Path) -> None:
    """Fill the tables, plan a letter, let a worker do the rest, and print what it took."""
    from cms.mail.models import BulkDelivery, Campaign
    from cms.mail.states import State
    from plugins.newsletters.models import Sending, Step
    from tests.mail import rig

    began = time.perf_counter()
    sending = _planned(number)
    print(
        f"{number} subscribers entered in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.0f}",
        flush=True,
    )
    server = rig.Redis(folder / "redis").start()
    rig.use_broker(server.url)
    os.environ["KAKEHASHI_VAR"] = str(folder)
    (folder / "worker").mkdir()
    worker = rig.Worker(folder / "worker", server.url).start()
    try:
        with Sizes(worker) as sizes:
            time.sleep(3)
            sizes.doing, began = "counting", time.perf_counter()
            while not Sending.objects.filter(pk=sending.pk, step=Step.HANDED_OVER).exists():
                current_app.send_task("core.tick", expires=60, ignore_result=True)
                time.sleep(5)
            took = time.perf_counter() - began
            sizes.doing = "sending"
            time.sleep(SENDS_FOR)
            sent = BulkDelivery.objects.totals()[State.SENT]
        prepared = Campaign.objects.get().prepared
        print(f"  counted {prepared} in {took:.0f} s (looked at every 5 s); then sent {sent} in {SENDS_FOR:.0f} s")
        for doing, (resident, own) in sizes.largest.items():
            print(f"  {doing:<10}{resident:6.0f} MB resident, {own:6.0f} MB of its own")
    finally:
        worker.stop()
        server.tidy()


def _planned(number: int) -> Any:
    from wagtail.models import Site

    from cms.mail import addresses
    from plugins.newsletters import services
    from plugins.newsletters.models import Subscriber, Subscription, Topic
    from plugins.newsletters.tests.letters import issue_of

    site, now = Site.objects.get(is_default_site=True), timezone.now()
    topic = Topic(site=site, slug="news", name="センターだより", name_en="News", position=1)
    topic.save()
    same = {"site": site, "locale": "ja", "state": "active", "channel": "paper"}
    moments = {"created_at": now, "confirmed_at": now, "changed_at": now}
    for start in range(0, number, AT_ONCE):
        rows = [
            _reader(each, addresses.digest, same | moments, Subscriber)
            for each in range(start, min(start + AT_ONCE, number))
        ]
        Subscriber.objects.bulk_create(rows)
        Subscription.objects.bulk_create([Subscription(subscriber=row, topic=topic, since=now) for row in rows])
    issue = issue_of(topic, body=[("text", "<p>多言語なんでも相談会のお知らせです。</p>" * 30)])
    sending = services.plan(issue=issue, start_at=now, by=None, now=now)
    sending.keeps_quiet = False
    sending.save(update_fields=["keeps_quiet"])
    return sending


def _reader(number: int, digest: Any, same: dict[str, Any], model: Any) -> Any:
    address = f"reader{number}@example{number % 97}.jp"
    return model(address=address, address_hash=digest(address), **same)


def main(number: int) -> None:
    from django.conf import settings

    from cms.stack.processes import free_port
    from tests.bench.newsletter import sink, use_database

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies = use_database(name)
        port = free_port(first=20000 + os.getpid() % 20000)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with sink(port):
            measure(number, folder)
        copies.discard()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
