"""What a mail costs on the current database: `python -m tests.bench.mail [mails]`.

Rendering, queueing (each in a transaction of its own, without a broker) and handing over to an SMTP server in this
process. CPU of handing over includes the server's.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def measured(name: str, number: int, act: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, wall = time.process_time(), time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(
        f"  {name:<22}{1000 * cpu / number:8.2f} ms CPU{1000 * wall / number:9.2f} ms"
        f"{len(queries) / number:8.1f} queries{number / wall:9.0f} a second",
        flush=True,
    )


def main(number: int) -> None:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Site

    from cms.mail import services, waking
    from cms.mail.letters import Button, Facts, Letter, Paragraph
    from cms.mail.models import Delivery
    from cms.mail.pump import pump
    from cms.mail.rendering import render
    from cms.mail.states import State
    from cms.stack.processes import free_port
    from tests import databases
    from tests.mail.sink import Sink

    waking.wake = lambda: False  # type: ignore[assignment]  # what a broker costs is not asked here
    with tempfile.TemporaryDirectory() as folder:
        copies = databases.copies_for("bench", Path(folder))
        copies.use(databases.EMPTY)
        site, now = Site.objects.get(is_default_site=True), timezone.now()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port(first=20000 + os.getpid() % 20000)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        sink = Sink().start(settings.EMAIL_PORT)
        facts = Facts([("会場", "2階 会議室A"), ("日時", "12月6日(土)14:00〜14:30")])
        blocks = [Paragraph("お申し込みを受け付けました。" * 10), facts, Button("予約を確かめる", "/ja/r/abc/")]
        letter = Letter(subject="【受付完了】多言語なんでも相談会", blocks=blocks, greeting="髙橋 花子")
        made = render(lambda: letter, site=site, locale="ja")
        content = {"subject": made.subject, "text": made.text, "html": made.html}
        about = {"kind": "bench", "site": site, "to": "hanako@example.jp", "locale": "ja", "erase_after": None}

        def queue_all() -> None:
            for key in range(number):
                services.queue(**about, **content, key=str(key), now=now)  # type: ignore[arg-type]

        def render_all() -> None:
            for _number in range(number):
                render(lambda: letter, site=site, locale="ja")

        print(f"{number} mails on {connection.vendor}, each {len(made.text)} + {len(made.html)} characters")
        measured("rendering", number, render_all)
        measured("queueing", number, queue_all)
        measured("handing over by SMTP", number, lambda: [pump(now=now) for _again in range(5)])
        sent = Delivery.objects.totals()[State.SENT]
        print(f"  sent {sent}, arrived {len(sink.received)}, connections {sink.connections}")
        sink.stop()
        copies.discard()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
