"""A letter over a real line: what readers get reads back as it was written, and what comes back finds its reader."""

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.utils import timezone

from cms.mail.models import BulkDelivery, Channel, ReturnSource
from cms.mail.returns import intake
from plugins.newsletters import services
from plugins.newsletters.states import State
from tests.mail.bulk.test_messages import ODD
from tests.mail.conftest import sink  # noqa: F401
from tests.mail.returns import samples

from .letters import issue_of, send

DAY = timezone.make_aware(timezone.datetime(2026, 6, 1, 12))


@pytest.fixture(autouse=True)
def _bounces(settings):
    settings.CMS_RETURN_PATH = "bounce+{}@centre.example.jp"


@pytest.fixture
def named(site, topics):
    """Enter a reader with a name."""

    def enter(name, address="reader@example.jp"):
        return services.enter(
            site=site, address=address, name=name, locale="ja", area=None, topics={topics["events"]: "at_once"},
            channel=Channel.PAPER, note="x", by=None, now=DAY,
        )  # fmt: skip

    return enter


def header(content, name):
    """A header as mail programs read it; Python's newer parser keeps the space between two encoded words."""
    raw = email.message_from_bytes(content, policy=email.policy.compat32)[name]
    return raw.replace("\r", "").replace("\n", "")


def decoded(text):
    return str(make_header(decode_header(text)))


@pytest.mark.parametrize("odd", ODD)
def test_subjects_and_names_read_back_identical_in_seven_bits(odd, sink, named, topics):  # noqa: F811
    topics["events"].name = odd[:60]
    topics["events"].save()
    named(odd[:100])
    send(issue_of(topics["events"], title=odd), now=DAY)
    content = sink.received[0].content
    assert content.isascii()
    assert decoded(header(content, "Subject")) == odd
    phrase, address = parseaddr(header(content, "To"))
    assert (decoded(phrase), address) == (odd[:100], "reader@example.jp")
    assert decoded(parseaddr(header(content, "List-Id"))[0]) == odd[:60]


def test_a_letter_that_comes_back_makes_its_reader_unreachable(
    sink, named, topics, django_capture_on_commit_callbacks  # noqa: F811
):  # fmt: skip
    gone, stays = named(""), named("", address="other@example.jp")
    send(issue_of(topics["events"]), now=DAY)
    delivery = BulkDelivery.objects.get(address=gone.address)
    report = samples.dsn(next(each.sender for each in sink.received if each.recipients == [gone.address]))
    with django_capture_on_commit_callbacks(execute=True):
        taken = intake.take(content=report, source=ReturnSource.PIPE, now=DAY)
    for row in (gone, stays, delivery):
        row.refresh_from_db()
    assert taken is intake.Taken.NOTED
    assert (gone.state, stays.state, delivery.state) == (State.UNREACHABLE, State.ACTIVE, "refused")


def test_who_calls_a_letter_unwanted_has_stopped(
    sink, named, topics, django_capture_on_commit_callbacks  # noqa: F811
):  # fmt: skip
    reader = named("")
    send(issue_of(topics["events"]), now=DAY)
    with django_capture_on_commit_callbacks(execute=True):
        intake.take(content=samples.arf(sink.received[0].sender), source=ReturnSource.PIPE, now=DAY)
    reader.refresh_from_db()
    assert (reader.state, reader.topics.count()) == (State.COMPLAINED, 0)
    [line] = [each for each in services.consents_of(subscriber=reader) if each.channel == Channel.COMPLAINT]
    assert line.purpose == topics["events"].purpose
