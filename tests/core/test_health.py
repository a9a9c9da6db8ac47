"""How the site is, told to people, to programs that watch it, and to nobody else."""

import json
import os
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from cms.background.models import ATTEMPTS, Job
from cms.backups.models import Backup
from cms.core.models import ScheduleRun
from cms.core.turns import locks_folder, turn_to_write
from cms.health import services
from cms.health.findings import Level
from cms.health.looks.static_files import missing_files
from cms.mail.models import Delivery
from cms.search.analysis import ANALYSER_VERSION
from cms.search.checks import DATABASE_INDEX
from cms.search.models import IndexState

TOKEN = "t" * 40


def levels() -> dict[str, Level]:
    return {finding.key: finding.level for finding in services.examine(now=timezone.now())}


@pytest.fixture
def healthy(db: None) -> None:
    """A site whose clock ticks and whose backup is of today."""
    now = timezone.now()
    ScheduleRun.objects.update_or_create(plugin="core", key="tick", defaults={"started_at": now, "finished_at": now})
    Backup.objects.create(made_at=now, name="kakehashi.tar.gz", size=1, rows=1)
    made = {"analyser_version": ANALYSER_VERSION, "rebuilt_at": now}
    IndexState.objects.update_or_create(backend=DATABASE_INDEX, defaults=made)


@pytest.mark.usefixtures("healthy")
def test_a_site_that_works_is_said_to_work() -> None:
    assert {key for key, level in levels().items() if level > Level.GOOD} <= {"redis"}


@pytest.mark.usefixtures("healthy")
def test_a_clock_that_stands_still_is_trouble() -> None:
    assert levels()["schedules"] is Level.GOOD
    ScheduleRun.objects.update(started_at=timezone.now() - timedelta(minutes=6))
    assert levels()["schedules"] is Level.TROUBLE


@pytest.mark.usefixtures("healthy")
def test_a_schedule_that_fails_is_named() -> None:
    ScheduleRun.objects.create(plugin="events", key="reminders", started_at=timezone.now(), error="Traceback …")
    assert levels()["schedule.events.reminders"] is Level.WARNING


@pytest.mark.usefixtures("healthy")
def test_jobs_that_nobody_takes_up_are_trouble_and_failed_ones_a_warning() -> None:
    ago = timezone.now() - timedelta(minutes=10)
    job = Job.objects.create(path="a.b", arguments={}, digest="1", added_at=ago, run_after=ago)
    assert levels()["worker"] is Level.TROUBLE
    Job.objects.filter(pk=job.pk).update(attempts=ATTEMPTS)
    found = levels()
    assert "worker" not in found
    assert found["jobs"] is Level.WARNING


@pytest.mark.usefixtures("healthy")
def test_an_old_backup_is_no_backup() -> None:
    Backup.objects.update(made_at=timezone.now() - timedelta(days=3))
    assert levels()["backup"] is Level.WARNING


@pytest.fixture
def mail_server(settings) -> Iterator[Controller]:
    """A mail server that answers, and settings that name it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    yield controller
    if controller._thread:
        controller.stop()


@pytest.mark.usefixtures("healthy")
def test_a_mail_server_is_greeted(mail_server: Controller, settings) -> None:
    assert levels()["mail"] is Level.GOOD
    settings.EMAIL_HOST_USER = "centre"
    assert levels()["mail.server"] is Level.TROUBLE  # it offers no log-in
    settings.EMAIL_HOST_USER = ""
    mail_server.stop()
    with pytest.raises(OSError, match="refused"):
        smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT)
    assert levels()["mail.server"] is Level.TROUBLE


def test_a_part_that_cannot_be_looked_at_hides_no_other(db: None, settings, healthy: None) -> None:
    settings.MEDIA_ROOT = None
    found = {finding.key: finding for finding in services.examine(now=timezone.now())}
    assert found["disk"].level is Level.TROUBLE
    assert "TypeError" in str(found["disk"].said)
    assert found["database"].level is Level.GOOD


@pytest.mark.usefixtures("healthy")
def test_a_clock_that_was_put_back_is_trouble() -> None:
    assert levels()["clock"] is Level.GOOD
    ScheduleRun.objects.update(started_at=timezone.now() + timedelta(hours=2))
    assert levels()["clock"] is Level.TROUBLE


@pytest.mark.usefixtures("healthy")
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such folder")
@pytest.mark.skipif("os.getuid() != 0", reason="only root gives files away")
def test_a_line_to_write_that_belongs_to_somebody_else_is_said() -> None:
    with turn_to_write():
        pass
    for others in (locks_folder(), locks_folder() / "write", locks_folder() / "write.line"):
        assert levels()["disk"] is Level.GOOD
        os.chown(others, 65534, -1)
        try:
            assert levels()["disk.locks"] is Level.WARNING
        finally:
            os.chown(others, 0, -1)


@pytest.mark.usefixtures("healthy")
def test_files_that_were_not_collected_are_counted(settings, tmp_path) -> None:
    assert levels()["static"] is Level.GOOD  # nothing need be collected here
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    names = {name for finder in get_finders() for name, _storage in finder.list(["CVS", ".*", "*~"])}
    assert missing_files() == len(names) > 100
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": dict.fromkeys(names, "a")}))
    assert missing_files() == len(names)  # they are on the list, and not in the folder
    (tmp_path / "a").touch()
    assert missing_files() == 0
    assert levels()["static"] is Level.GOOD
    (tmp_path / "a").unlink()
    assert levels()["static"] is Level.TROUBLE


def test_a_column_that_is_not_there_yet_is_no_riddle(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_schedulerun RENAME COLUMN started_at TO of_another_release")
    MigrationRecorder(connection).record_unapplied(*MigrationLoader(connection).graph.leaf_nodes("core")[0])
    found = services.examine(now=timezone.now())
    assert found[0].key == "database"
    assert "Error" not in " ".join(str(finding.said) for finding in found)


def test_the_doctor_says_what_to_do_and_ends_with_one(db: None, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    assert "manage.py tick" in capsys.readouterr().out


@pytest.mark.usefixtures("healthy")
def test_the_doctor_speaks_json(capsys) -> None:
    call_command("doctor", "--json")
    assert {"key", "level", "part", "said", "remedy"} == set(json.loads(capsys.readouterr().out)[0])


@pytest.mark.usefixtures("healthy")
def test_a_monitor_shows_its_token(client: Client, settings) -> None:
    asked = {"headers": {"authorization": f"Bearer {TOKEN}"}}
    assert client.get("/-/deep", **asked).status_code == 404  # no token is set: no such address
    settings.CMS_HEALTH_TOKEN = TOKEN
    assert client.get("/-/deep").status_code == 404
    assert client.get("/-/deep", headers={"authorization": f"Bearer {TOKEN[:-1]}"}).status_code == 404
    assert client.get("/-/deep", headers={"authorization": "Bearer ü"}).status_code == 404
    answer = client.get("/-/deep", **asked)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    ScheduleRun.objects.all().delete()
    answer = client.get("/-/deep", **asked)
    assert answer.status_code == 503
    assert answer.json()["worst"] == "trouble"


def test_no_address_is_told(demo_db: None, client: Client, settings) -> None:
    settings.CMS_HEALTH_TOKEN = TOKEN
    addresses = set(Delivery.objects.exclude(address="").values_list("address", flat=True))
    assert addresses
    told = client.get("/-/deep", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert not [address for address in addresses if address in told]


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 200), ("admin", 200), ("editor", 302), ("desk", 302), ("newsletter", 302)]
)
def test_who_looks_after_the_site_sees_the_page(demo_db: None, client: Client, who: str, status: int) -> None:
    client.force_login(get_user_model().objects.get(username=who))
    answer = client.get("/admin/health/")
    assert answer.status_code == status
    menu = client.get("/admin/").content.decode()
    assert ("/admin/health/" in menu) is (status == 200)
