"""A campaign goes out: each reader once, in one language, with what is that reader's own."""

from collections import Counter

import pytest

from cms.mail.bulk import services
from cms.mail.bulk.slots import slot
from cms.mail.bulk.states import CampaignState
from cms.mail.models import Batch, Campaign
from cms.mail.states import State

from .conftest import drive, edition, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["plain", "pipelined"])
def server(request, sink):
    sink.pipelining = request.param == "pipelined"
    return sink


def plain_parts(sink):
    texts = {each.recipients[0]: each.parsed.get_body(("plain",)).get_content() for each in sink.received}
    return {address: text.replace("\r\n", "\n") for address, text in texts.items()}


def copies(sink):
    return Counter(message.recipients[0] for message in sink.received)


def test_each_reader_gets_it_once(running, server):
    running(450)
    drive()
    assert (len(copies(server)), max(copies(server).values())) == (450, 1)


def test_it_takes_one_connection(running, server):
    running(450)
    drive()
    assert server.connections == 1


def test_a_campaign_of_which_all_has_left_is_finished(running, server):
    campaign = running(3)
    drive()
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.FINISHED


def test_no_batch_and_no_journal_is_left(running, server, journals):
    running(3)
    drive()
    assert (Batch.objects.count(), list(journals.glob("*.journal"))) == (0, [])


def test_driving_again_sends_nothing(running, server):
    running(3)
    drive()
    drive()
    assert len(server.received) == 3


def test_each_reader_gets_a_link_of_their_own(running, server):
    running(5)
    drive()
    texts = plain_parts(server)
    assert all(f"/token-{number}/" in texts[f"reader{number}@example.jp"] for number in range(5))


def test_each_reader_gets_it_in_the_language_of_theirs(running, server):
    english = edition(locale="en", subject="Centre news", text="News", html="<p>News</p>")
    running([reader(1), reader(2, locale="en")], editions=[edition(), english])
    drive()
    subjects = {message.recipients[0]: str(message.parsed["Subject"]) for message in server.received}
    assert subjects == {"reader1@example.jp": "センターだより 12月号", "reader2@example.jp": "Centre news"}


def test_each_reader_gets_the_sections_of_theirs_in_their_order(running, server):
    sections = {key: (f"《{key}》\n", f"<h2>{key}</h2>") for key in ("events", "grants", "news")}
    mixed = edition(
        text=f"はじめに\n{slot('sections')}おわりに\n", html=f"<p>{slot('sections')}</p>", sections=sections
    )
    running([reader(1, sections=("news", "events")), reader(2)], editions=[mixed])
    drive()
    assert plain_parts(server) == {
        "reader1@example.jp": "はじめに\n《news》\n《events》\nおわりに\n",
        "reader2@example.jp": "はじめに\nおわりに\n",
    }


def test_totals_add_up(running, server):
    campaign = running([reader(1), reader(2), services.Excluded("asleep"), reader(1)])
    server.rcpt = lambda address: "550 5.1.1 no such user" if address == "reader2@example.jp" else ""
    drive()
    totals = services.totals_of(Campaign.objects.get(pk=campaign.pk))
    assert (totals.states[State.SENT], totals.states[State.REFUSED], totals.excluded) == (
        1, 1, {"asleep": 1, "duplicate": 1},
    )  # fmt: skip
