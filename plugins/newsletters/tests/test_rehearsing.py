"""A rehearsal goes through everything that sending does, and reaches nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.mail.bulk.rehearsing import rehearse
from cms.mail.models import BulkDelivery, Campaign, Channel, Lane
from cms.stack.processes import free_port
from plugins.newsletters import services
from plugins.newsletters.models import LetterSettings, Rehearsal, RehearsalState, Sending
from plugins.newsletters.services.rehearsing import freeze_in_memory
from tests.mail.sink import Sink

from .letters import by_day, freeze_due, issue_of, send
from .test_digests_staff import staff, text

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def readers(site, topics):
    for number in range(12):
        services.enter(
            site=site, address=f"r{number}@{'docomo.ne.jp' if number < 3 else 'example.jp'}", name="髙橋 𠮷子",
            locale="ja", area=None, topics={topics["events"]: "at_once"}, channel=Channel.PAPER, note="", by=None,
            now=NOW() - timedelta(days=1),
        )  # fmt: skip


@pytest.fixture
def issue(topics, readers):
    return issue_of(topics["events"])


def rehearsed(issue) -> Rehearsal:
    services.ask_for_rehearsal(issue=issue, by=None, now=NOW())
    services.rehearse_due(now=NOW())
    return Rehearsal.objects.get()


@pytest.fixture
def real_server(settings):
    """A mail server to which Django's settings lead."""
    sink, port = Sink(), free_port(first=31000)
    sink.start(port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield sink
    sink.stop()


def test_a_rehearsal_makes_every_letter_and_says_what_it_measured(issue):
    row = rehearsed(issue)
    found = row.result
    assert (row.state, found["readers"], found["tried"], found["taken"]) == (RehearsalState.DONE, 12, 12, 12)
    assert found["by_lane"] == {"docomo": 3, "other": 9}
    assert 3000 < found["smallest"] <= found["average"] <= found["largest"] < 100_000


def test_a_rehearsal_leaves_nothing_behind(issue):
    rehearsed(issue)
    assert [model.objects.count() for model in (Sending, Campaign, BulkDelivery)] == [0, 0, 0]


def test_no_mail_server_hears_of_a_rehearsal(issue, real_server):
    rehearsed(issue)
    assert (real_server.connections, real_server.received) == (0, [])


def test_control_sending_reaches_that_server(issue, real_server):
    send(issue, now=by_day())
    assert len(real_server.received) > 0


def test_a_letter_that_is_frozen_is_rehearsed_as_it_stands_and_stays_so(issue):
    sending = services.plan(
        issue=issue, start_at=NOW() + timedelta(minutes=3), keeps_quiet=False, by=None, now=NOW()
    )  # fmt: skip
    freeze_due(now=NOW())
    row = rehearsed(issue)
    sending.refresh_from_db()
    states = set(BulkDelivery.objects.filter(campaign=sending.campaign).values_list("state", flat=True))
    assert (row.result["taken"], states) == (12, {"pending"})


def test_a_rehearsal_keeps_the_pace_of_its_lanes(issue):
    from cms.mail.bulk.lanes import have_lanes

    have_lanes()
    Lane.objects.filter(group="docomo").update(rate=2.0)
    assert 1.0 <= rehearsed(issue).result["seconds"] < 20  # three letters, two a second


def test_a_rehearsal_ends_in_time(issue):
    frozen = freeze_in_memory(issue, now=NOW())
    slow = dict.fromkeys(frozen.parcels, 0.1)
    done = rehearse(frozen.parcels, edition=frozen.editions.__getitem__, rates=slow, within=timedelta(seconds=1))
    assert done.tried == 2  # the first of each lane


def test_what_is_rehearsed_has_nobodys_address_name_or_link(issue):
    frozen = freeze_in_memory(issue, now=NOW())
    from cms.mail.bulk.rehearsing import disguised

    parcel = frozen.parcels["docomo"][0]
    nobody = disguised(parcel, 1)
    assert (nobody.address, len(nobody.token), nobody.token == parcel.token, nobody.recipient) == (
        "reader-1@rehearsal.invalid", len(parcel.token), False, "〇〇〇〇〇",
    )  # fmt: skip


def test_a_letter_with_an_error_is_not_rehearsed_and_says_why(issue):
    LetterSettings.objects.update(sender="")
    row = rehearsed(issue)
    assert (row.state, "送信者の正式な名称がありません。" in row.why) == (RehearsalState.FAILED, True)


def test_one_that_was_cut_off_says_so_and_can_be_asked_for_again(issue):
    services.ask_for_rehearsal(issue=issue, by=None, now=NOW())
    Rehearsal.objects.update(state=RehearsalState.RUNNING, started_at=NOW() - timedelta(minutes=6))
    services.rehearse_due(now=NOW())
    assert Rehearsal.objects.get().state == RehearsalState.FAILED
    services.ask_for_rehearsal(issue=issue, by=None, now=NOW())
    assert Rehearsal.objects.count() == 2


def test_it_is_asked_for_and_shown_on_the_letters_screen(client, issue):
    editor = staff(client, "newsletter")
    url = reverse("newsletter_letters:letter", args=[issue.pk])
    assert "数秒のうちに始まります。" in text(editor.post(url, {"action": "rehearse"}, follow=True))
    services.rehearse_due(now=NOW())
    page = text(editor.get(url))
    assert [words for words in ("12件中12件を受付", "1通の大きさ", "本番にかかる時間") if words not in page] == []


def test_asking_twice_is_one_rehearsal(issue):
    for _time in range(2):
        services.ask_for_rehearsal(issue=issue, by=None, now=NOW())
    assert Rehearsal.objects.count() == 1
