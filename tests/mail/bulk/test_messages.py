"""What readers get reads back as it was written, in seven bits, with a way to stop it."""

import email
import email.policy
from base64 import b64decode
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core import mail as outbox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.core.models import Centre
from cms.mail.bulk import splicing
from cms.mail.bulk.slots import slot

from .conftest import TOKEN, URL, a_list, drive, edition, reader

ODD = [
    "𠮷野家 髙子",
    "①㈱はしご髙",
    "山﨑 碕🌸",
    'O\'Neill, "Pat"',
    "Nguyễn Văn Ánh",
    "阿" * 200,
    ".点で始まる",
    "Dot: a, b",
]
TEXT = ".点で始まる行\n.\n..\n行末に空白 \n𠮷野家 髙 ① ㈱ 🌸\n"


@pytest.fixture
def deliver(running, sink, db):
    """Send an edition to one reader; return the message as it came over the wire."""
    sink.pipelining = True

    def act(content=None, who=None, **said):
        running([who or reader(1)], editions=[content or edition()], **said)
        drive()
        return sink.received[-1]

    return act


@pytest.mark.parametrize("subject", ODD)
def test_a_subject_reads_back_identical(deliver, subject):
    assert deliver(edition(subject=subject)).parsed["Subject"] == subject


@pytest.mark.parametrize("name", ODD)
def test_a_recipients_name_reads_back_identical(deliver, name):
    content = deliver(who=reader(1, name=name)).content
    # Python 3.11's newer parser keeps the space between two encoded words, against RFC 2047 section 6.2.
    header = email.message_from_bytes(content, policy=email.policy.compat32)["To"]
    phrase, address = parseaddr(header.replace("\r", "").replace("\n", ""))
    assert (str(make_header(decode_header(phrase))), address) == (name, "reader1@example.jp")


def test_a_text_reads_back_identical(deliver):
    parsed = deliver(edition(text=TEXT)).parsed
    assert parsed.get_body(("plain",)).get_content().replace("\r\n", "\n") == TEXT


def test_html_reads_back_identical_with_values_escaped(deliver):
    content = edition(html=f"<p>{slot('name')}様</p>\n{TEXT}")
    parsed = deliver(content, reader(1, name="<b>髙橋 & 子")).parsed
    html = parsed.get_body(("html",)).get_content().replace("\r\n", "\n")
    assert html == f"<p>&lt;b&gt;髙橋 &amp; 子様</p>\n{TEXT}"


@pytest.mark.parametrize("name", ODD[:5])
def test_seven_bits_and_short_lines_go_over_the_wire(deliver, name):
    content = deliver(edition(subject=name, text=TEXT * 50), reader(1, name=name)).content
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998


def test_no_line_over_the_wire_begins_with_a_dot(deliver):
    message = deliver(edition(subject=".", text=TEXT), reader(1, name=".点"))
    assert not any(line.startswith(b".") for line in message.content.split(b"\r\n"))


def test_an_address_of_a_carrier_is_quoted(deliver, sink):
    deliver(who=reader(1, address="a..b.@docomo.ne.jp"))
    assert sink.wire == ['TO:<"a..b."@docomo.ne.jp>']


def test_the_reader_can_stop_it_with_one_click(deliver):
    parsed = deliver().parsed
    assert str(parsed["List-Unsubscribe"]) == f"<{URL.replace(TOKEN, 'token-1')}>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_reader_can_stop_it_by_mail_too(deliver):
    mailto = f"stop@centre.example.jp?subject=stop-{TOKEN}"
    parsed = deliver(belongs_to=a_list(unsubscribe_mailto=mailto)).parsed
    assert str(parsed["List-Unsubscribe"]).endswith("<mailto:stop@centre.example.jp?subject=stop-token-1>")


def test_the_list_is_named(deliver):
    parsed = deliver(belongs_to=a_list(help_url="https://centre.example.jp/ja/newsletter/")).parsed
    header = email.message_from_string(f"X: {parsed['List-Id']}\n\n", policy=email.policy.compat32)["X"]
    assert str(make_header(decode_header(header))) == "イベントのお知らせ <events.centre.example.jp>"
    assert parsed["List-Help"] == "<https://centre.example.jp/ja/newsletter/>"


def test_answers_go_to_the_centre(deliver, site):
    Centre.objects.update_or_create(site=site, defaults={"email": "info@centre.example.jp"})
    assert deliver().parsed["Reply-To"] == "info@centre.example.jp"


def test_each_message_has_an_id_of_its_own(running, sink, db):
    running(20)
    drive()
    assert len({message.message_id for message in sink.received}) == 20


def test_a_message_that_cannot_be_put_together_concerns_that_one(running, sink, db):
    running([reader(1), reader(2, token="髙"), reader(3)])
    drive()
    assert sorted(message.recipients[0] for message in sink.received) == ["reader1@example.jp", "reader3@example.jp"]


def test_returned_mail_tells_whose_it_was(running, sink, settings, db):
    from cms.mail.models import BulkDelivery
    from cms.mail.return_paths import Sealed, find_in

    settings.CMS_RETURN_PATH = "bounce+{}@centre.example.jp"
    running(1)
    drive()
    sender = sink.received[0].sender
    assert sender.startswith("bounce+")
    assert find_in(sender) == Sealed(BulkDelivery.objects.get().pk)
    assert find_in(sender.replace("-", "-f")) is None


def test_a_backend_that_is_not_smtp_gets_the_same_message(running, settings, db):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    running([reader(1, name="髙橋 花子")], editions=[edition(subject="①月号 🌸")])
    drive()
    (sent,) = outbox.outbox
    assert (sent.subject, sent.to) == ("①月号 🌸", ["髙橋 花子 <reader1@example.jp>"])
    assert "/token-1/" in sent.body
    assert "/token-1/" in sent.alternatives[0].content
    assert sent.message()["List-Unsubscribe"] == f"<{URL.replace(TOKEN, 'token-1')}>"


PIECES = st.lists(st.one_of(st.binary(max_size=130), st.sampled_from(["name", "token"])), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(pieces=PIECES, name=st.binary(max_size=90), token=st.binary(max_size=40))
def test_spliced_base64_is_the_base64_of_the_whole(pieces, name, token):
    values = {"name": name, "token": token}
    parts = [splicing.Piece(piece) if isinstance(piece, bytes) else piece for piece in pieces]
    whole = b"".join(piece if isinstance(piece, bytes) else values[piece] for piece in pieces)
    pieces_laid_out = splicing.lay_out(parts, {key: len(value) for key, value in values.items()})
    encoded = b"".join(
        splicing.encode(piece, values) if isinstance(piece, splicing.Splice) else piece for piece in pieces_laid_out
    )
    assert b"".join(b64decode(line) for line in encoded.split(b"\r\n")) == whole
    assert b"=" not in encoded.rstrip(b"\r\n=")
