"""What the work behind the pages costs: schedules, screens of the staff, files, registering.

Each job is done twice, and what it took the second time is printed: the first time may have more to do.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from .clock import Clock

HEAD = ("job", "SQL", "SQL ms", "CPU ms", "ms", "said")
ROW = "{:<44} {:>6} {:>9} {:>9} {:>9}  {}"


@dataclass(frozen=True)
class Job:
    """do: does it, and returns what is to be read beside the figures."""

    name: str
    do: Callable[[], object]


def run(size: str) -> None:
    """Print what each job costs on this process's database, which is of this size."""
    print(f"\n{size}\n" + ROW.format(*HEAD), flush=True)
    for job in (*schedules(), *feeds(), *screens(), *registering()):
        job.do()
        with Clock() as clock:
            began, cpu_began = time.perf_counter(), time.process_time()
            said = job.do()
            cpu, wall = time.process_time() - cpu_began, time.perf_counter() - began
        figures = (f"{1000 * seconds:.1f}" for seconds in (clock.seconds, cpu, wall))
        print(ROW.format(job.name, clock.statements, *figures, said), flush=True)


def schedules() -> Iterator[Job]:
    """Yield the runs of each schedule, each an interval after the one before."""
    from itertools import count

    from django.utils import timezone

    from cms.core import schedules as scheduler
    from cms.core.models import ScheduleRun
    from cms.plugin_api import Registry, Schedule

    began = timezone.now()
    ScheduleRun.objects.bulk_create(
        [ScheduleRun(plugin=schedule.plugin, key=schedule.key) for schedule in Registry.of(Schedule)],
        ignore_conflicts=True,
    )
    for schedule in Registry.of(Schedule):
        rounds = count(1)

        def once(schedule: Any = schedule, rounds: Any = rounds) -> str:
            scheduler.run(schedule, now=began + schedule.when * next(rounds))
            failed = ScheduleRun.objects.filter(plugin=schedule.plugin, key=schedule.key).exclude(error="")
            return "failed" if failed.exists() else ""

        yield Job(f"schedule {schedule.plugin}.{schedule.key}", once)


def feeds() -> Iterator[Job]:
    """Yield what machines ask for."""
    from django.test import Client
    from django.urls import reverse
    from django.utils.translation import override

    client = Client()
    with override("ja"):
        paths = [reverse(name) for name in ("events_ics", "events_rss", "events_atom", "events_csv")]
    for path in dict.fromkeys(("/sitemap.xml", _section(client), *paths, "/-/ready")):
        yield Job(path, partial(_asked, client, path))


def screens() -> Iterator[Job]:
    """Yield what staff look at: lists of everything, and the event with the most people."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.db.models import Count
    from django.test import Client
    from django.urls import reverse
    from wagtail.models import Page

    from events.models import EventIndexPage
    from events.registration.models import Registration, Session

    client = Client()
    client.force_login(get_user_model().objects.filter(is_superuser=True).first())
    crowded = Registration.objects.order_by().values("event").annotate(n=Count("pk")).order_by("-n").first()["event"]
    session = Session.objects.filter(event=crowded).first().pk
    index = EventIndexPage.objects.filter(locale__language_code="ja").first()
    name = "event_workspace"
    organisations = apps.get_model("organisations.Organisation").snippet_viewset
    addresses = {
        "admin: home": reverse("wagtailadmin_home"),
        "admin: list of events": reverse(f"{name}:list"),
        "admin: pages of events": reverse("wagtailadmin_explore", args=[index.pk]),
        "admin: search for a page": reverse("wagtailadmin_pages:search") + "?q=相談",
        "admin: organisations": reverse(organisations.get_url_name("list")),
        "admin: report to the city": reverse(f"{name}:report"),
        "admin: an event": reverse(f"{name}:overview", args=[crowded]),
        "admin: its applicants": reverse(f"{name}:applicants", args=[crowded]),
        "admin: one of its applicants by name": reverse(f"{name}:applicants", args=[crowded]) + "?q=花子",
        "admin: check-in": reverse(f"{name}:check_in", args=[crowded, session]),
        "admin: roster": reverse(f"{name}:roster", args=[crowded, session]),
        "admin: all applicants as xlsx": reverse(f"{name}:export", args=[crowded, "xlsx"]),
        "admin: all applicants as csv": reverse(f"{name}:export", args=[crowded, "csv"]),
    }
    for title, path in addresses.items():
        yield Job(title, partial(_asked, client, path))
    page = Page.objects.get(pk=index.pk).get_children().live().first().specific
    yield Job("publishing an event's page", lambda: page.save_revision().publish())


def registering() -> Iterator[Job]:
    """Yield a registration by the service, for an event that anybody can register for."""
    from itertools import count

    from django.utils import timezone

    from events.registration.models import Offering
    from tests.factories.events import registered

    numbers, now = count(), timezone.now()
    soon = Offering.objects.filter(
        event__ends_at__gt=now + timedelta(days=2), event__booking="here", event__status="scheduled", is_closed=False
    )
    offering = soon.order_by("-event__registrations").first()
    if offering is not None:
        yield Job("a registration", lambda: registered(offering, 10**6 + next(numbers), now=now).state)


def _asked(client: Any, path: str) -> str:
    answer = client.get(path, follow=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code}, {len(body) / 1000:.0f} kB"


def _section(client: Any) -> str:
    """The address of the first part of the sitemap, or of all of it where it has none."""
    found = re.search(rb"<loc>[^<]*?(/sitemap-[^<]*)</loc>", client.get("/sitemap.xml").content)
    return found[1].decode() if found else "/sitemap.xml"
