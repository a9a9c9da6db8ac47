from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from wagtail.models import Site

from cms.core.letter_sections import Filled
from cms.core.models import StaffRole
from cms.mail.models import Channel, Delivery
from plugins.newsletters import services
from plugins.newsletters.models import NewsletterIssue, Subscriber, Topic

from .letters import issue_of

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget_limits():
    cache.clear()


@pytest.fixture
def site(db) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def topics(site) -> dict[str, Topic]:
    made = [
        Topic(site=site, slug="events", name="イベント", name_en="Events", position=1, is_offered_on_registration=True),
        Topic(site=site, slug="grants", name="助成金", name_en="Grants", position=2),
    ]
    for topic in made:
        topic.save()
    return {topic.slug: topic for topic in made}


@pytest.fixture
def reader(site, topics) -> Subscriber:
    """Gets both topics at once, by a form on paper."""
    return services.enter(
        site=site, address="reader@example.jp", name="", locale="ja", area=None,
        topics=dict.fromkeys(topics.values(), "at_once"), channel=Channel.PAPER, note="folder 2", by=None, now=NOW,
    )  # fmt: skip


@pytest.fixture
def issue(topics) -> NewsletterIssue:
    return issue_of(topics["events"])


@pytest.fixture
def user(site):
    made = get_user_model().objects.create_user("letters", "letters@example.jp", "a long password", last_name="江口")
    made.groups.add(StaffRole.objects.get(key="newsletter").group)
    return made


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def screen(editor, issue):
    """The text of the letter's screen, after a POST of what is given."""
    url = reverse("newsletter_letters:letter", args=[issue.pk])

    def shown(**posted: str) -> str:
        response = editor.post(url, posted, follow=True) if posted else editor.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return shown


@pytest.fixture
def mailed():
    """The texts of the mails to an address, oldest first."""

    def texts(address: str) -> list[str]:
        rows = Delivery.objects.filter(address__iexact=address).select_related("mailing").order_by("pk")
        return [row.mailing.text for row in rows]

    return texts


@pytest.fixture
def enter(site, topics):
    def made(address, *, locale="ja", frequency="at_once", area=None, topic="events", at=NOW):
        return services.enter(
            site=site, address=address, name="", locale=locale, area=area, topics={topics[topic]: frequency},
            channel=Channel.PAPER, note="", by=None, now=at,
        )  # fmt: skip

    return made


@pytest.fixture
def offered(monkeypatch):
    """What the section home:news offers: (moment when it became known, entry), in place of pages."""
    items = []

    def fill(context, sources):
        found = [item for at, item in items if context.since < at <= context.until]
        if not found or "home:news" not in set(sources):
            return {}, ()
        return {"home:news": Filled("home", "news", "お知らせ", found)}, ()

    monkeypatch.setattr("plugins.newsletters.digest.readers.fill", fill)
    return items


@pytest.fixture
def gone_once_seen() -> Callable:
    """While it lasts, a row is deleted by somebody else as soon as its table was read from for the first time."""

    @contextmanager
    def until(row) -> Iterator[list[int]]:
        table, deleted = row._meta.db_table, []

        def look(execute, sql, params, many, context):
            done = execute(sql, params, many, context)
            if not deleted and sql.startswith("SELECT") and f'FROM "{table}"' in sql:
                deleted.append(row.pk)
                type(row).objects.filter(pk=row.pk).delete()
            return done

        with connection.execute_wrapper(look):
            yield deleted

    return until
