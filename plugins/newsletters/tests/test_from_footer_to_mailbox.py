"""The whole way, in the demo, with real processes: a visitor subscribes, an editor plans, beat and worker deliver.

Then she who reads the letter follows it to a grant (`group_leader`), once with a script and once without.

Web server, Celery's beat and worker, a Redis and a database of this test's own. Nothing here is called in Python: what
happens is what happens in a browser and in those processes.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cms.stack import redis_ladder
from cms.stack.processes import Child, free_port
from tests import databases
from tests.browsers import PHONE
from tests.mail import rig
from tests.servers import ROOT, wait_until_it_answers

from .group_leader import prepares_to_apply

pytestmark = [pytest.mark.browser, pytest.mark.redis]
PASSWORD = "kakehashi-demo"
TITLE = {"ja": "これからのイベントと、センターからのお知らせ", "en": "Coming events, and news from the centre"}
#: A mail is due one minute after it is planned; beat looks every fifteen seconds.
IN_TIME = 150.0
#: The screen of a letter makes it in every language; beside other tests that may take long. In milliseconds.
PATIENCE = 90_000


class Demo:
    """The demo centre. `worker` may be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.redis = rig.Redis(folder / "redis")
        self.port = free_port(first=20000 + os.getpid() % 20000)
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Demo":
        self.redis.start()
        template = databases.sqlite_template(databases.DEMO)
        shutil.copyfile(template / "database.sqlite3", self.folder / "database.sqlite3")
        media = self.folder / "media"
        shutil.copytree(template / "media", media) if (template / "media").exists() else media.mkdir()
        self.environment = dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": f"sqlite:///{self.folder / 'database.sqlite3'}",
            "KAKEHASHI_VAR": str(self.folder),
            "CMS_BASE_URL": self.url,
            "CMS_TEST_EMAIL_BACKEND": "cms.mail.mailbox.MailboxBackend",
            "CMS_TEST_BROKER_URL": redis_ladder.for_celery(self.redis.url),
            "REDIS_URL": self.redis.url,
        }
        web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        web += ["--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "3", "cms.wsgi:application"]
        beat = ["celery", "-A", "cms", "beat", "--schedule", str(self.folder / "schedule"), "--pidfile="]
        worker = ["celery", "-A", "cms", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
        self.web, self.beat, self.worker = (
            self._child("web", web), self._child("beat", beat), self._child("worker", worker),
        )  # fmt: skip
        for child in (self.web, self.worker, self.beat):
            child.start()
        wait_until_it_answers(self.web, self.url)
        return self

    def __exit__(self, *exception: object) -> None:
        for child in (self.beat, self.worker, self.web):
            child.stop()
        self.redis.tidy()

    def start_worker(self) -> None:
        self.worker.start()

    def _child(self, name: str, command: list[str]) -> Child:
        return Child(name, [sys.executable, "-m", *command], self.folder / f"{name}.log", self.environment, ROOT)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with Demo(tmp_path) as site:
        yield site


def mail_to(page: Page, demo: Demo, address: str, subject: str, *, patience: float) -> bool:
    """Open the mail with this subject to an address at /dev/mail/; say whether it came in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        page.goto(f"{demo.url}/dev/mail/")
        found = page.locator("main li, main tr").filter(has_text=address).filter(has_text=subject).locator("a").first
        if found.count():
            found.click()
            return True
        time.sleep(1)
    return False


def subscribe(page: Page, demo: Demo, language: str, address: str) -> None:
    """From the footer of the home page to the button behind the mailed link."""
    words = {
        "ja": ("メールのおたより", "イベントのお知らせ", "メールのおたよりの申し込み"),
        "en": ("Letters by mail", "Event news", "Please confirm: letters by mail"),
    }[language]
    page.goto(f"{demo.url}/{language}/")
    page.locator("footer").get_by_role("link", name=words[0]).click()
    page.get_by_label(words[1]).check()
    page.locator("input[type=email]").fill(address)
    page.wait_for_timeout(2100)
    page.locator("main form").last.locator("button[type=submit]").click()
    assert mail_to(page, demo, address, words[2], patience=90), "\n".join(demo.worker.tail(30))
    page.locator("main a[href*='/newsletters/confirm/']").first.click()
    page.wait_for_timeout(2100)
    page.locator("main form button[type=submit]").first.click()
    assert address in page.locator("main").inner_text()


def plan(page: Page, demo: Demo) -> None:
    """The newsletter editor plans the demo's approved letter for one minute later."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{demo.url}/admin/login/")
    page.fill("[name=username]", "newsletter")
    page.fill("[name=password]", PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{demo.url}/admin/")
    page.goto(f"{demo.url}/admin/newsletters/letters/")
    page.get_by_role("link", name=TITLE["ja"]).click()
    page.get_by_label("1分後").check()
    page.get_by_label("夜9時から朝7時までは送らない").uncheck()
    page.get_by_role("button", name="配信を予約する").click()
    page.get_by_text("配信を予約しました。").first.wait_for()


def reads_on(page: Page, demo: Demo, language: str, address: str) -> None:
    """Open the letter on a phone and follow it."""
    page.set_default_timeout(PATIENCE)

    def open_mail(page: Page, subject: str) -> None:
        assert mail_to(page, demo, address, subject, patience=IN_TIME), "\n".join(demo.worker.tail(30))

    open_mail(page, TITLE[language])
    prepares_to_apply(page, language, address, open_mail)


def test_a_letter_goes_from_the_editor_to_a_subscribers_mailbox_in_her_language(
    demo: Demo, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.set_default_timeout(PATIENCE)
    readers = {"ja": "yuki@example.jp", "en": "ana@example.com"}
    for language, address in readers.items():
        subscribe(page, demo, language, address)
    demo.worker.stop()
    plan(new_page(), demo)
    assert not mail_to(page, demo, readers["ja"], TITLE["ja"], patience=80), "control: no worker, and yet a letter"
    demo.start_worker()
    for language, address in readers.items():
        assert mail_to(page, demo, address, TITLE[language], patience=IN_TIME), "\n".join(demo.worker.tail(30))
        text = page.locator("main .mail-text").inner_text()
        sections = {
            "ja": ("■ 締切が近い助成金", "■ 新しいイベント", "■ お知らせ"),
            "en": ("== Grants that close soon ==", "== New events ==", "== News =="),
        }[language]
        assert [title for title in sections if title not in text] == []
    expect.set_options(timeout=PATIENCE)
    for language, script in (("ja", True), ("en", False)):
        reads_on(new_page(viewport=PHONE, java_script_enabled=script), demo, language, readers[language])
    expect.set_options(timeout=None)
