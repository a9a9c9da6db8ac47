"""What goes over the wire reads back as it was written, whatever people are called."""

import email
import email.policy
from email.header import decode_header, make_header
from email.headerregistry import UniqueAddressHeader
from email.utils import parseaddr

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.core.models import Appearance, Centre
from cms.mail.mime import SenderOfSite, message_of
from cms.mail.models import Delivery, Mailing
from cms.mail.services import Attachment

from .conftest import NOON

pytestmark = pytest.mark.django_db
NAMES = ["𠮷野家 髙子", "①㈱はしご髙", "山﨑 碕🌸", 'O\'Neill, "Pat"', "Nguyễn Văn Ánh", "阿" * 60]
ONE_LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=120
).filter(lambda text: text.strip() == text and text.strip())  # fmt: skip


def wire(delivery):
    return message_of(delivery, list(delivery.mailing.attachments.all()), SenderOfSite()).message().as_bytes()


def parsed(delivery):
    return email.message_from_bytes(wire(delivery), policy=email.policy.default)


def bare(site, subject="件名", recipient="", address="hanako@example.jp"):
    """A delivery that no database has seen."""
    mailing = Mailing(site=site, locale="ja", subject=subject, text="本文", queued_at=NOON)
    return Delivery(mailing=mailing, address=address, recipient=recipient, message_id="<1@example.jp>", queued_at=NOON)


def wire_of(delivery):
    return message_of(delivery, [], SenderOfSite()).message().as_bytes()


def built(delivery):
    return email.message_from_bytes(wire_of(delivery), policy=email.policy.default)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipients_name_reads_back_identical(site, name):
    # Python 3.11's newer parser keeps the space between two encoded words, against RFC 2047 section 6.2.
    header = email.message_from_bytes(wire_of(bare(site, recipient=name)), policy=email.policy.compat32)["To"]
    phrase, address = parseaddr(header.replace("\n", ""))
    assert (str(make_header(decode_header(phrase))), address) == (name, "hanako@example.jp")


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_reads_back_identical(site, name):
    assert built(bare(site, subject=name))["Subject"] == name


@given(subject=ONE_LINE)
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_subject_reads_back_identical(site, subject):
    assert str(built(bare(site, subject=subject))["Subject"]) == subject


@pytest.mark.parametrize("address", ["taro.@docomo.ne.jp", "a..b@docomo.ne.jp", ".ab@ezweb.ne.jp"])
def test_a_carriers_address_is_quoted_and_read_back(site, address):
    found = built(bare(site, address=address, recipient="太郎"))["To"].addresses[0]
    assert f"{found.username}@{found.domain}" == address


def test_nothing_on_the_wire_has_eight_bits_or_a_long_line(queue):
    entry = Attachment("予定表.ics", "text/calendar", "SUMMARY:相談会".encode(), "REQUEST")
    lines = wire(queue(text="あ" * 3000, html="<p>" + "い" * 3000, recipient="髙" * 90, attachments=[entry])).split(
        b"\n"
    )
    assert all(line.isascii() for line in lines)
    assert max(map(len, lines)) <= 998


def test_both_parts_and_the_calendar_entry_arrive(queue):
    entry = Attachment("予定表.ics", "text/calendar", "SUMMARY:相談会".encode(), "CANCEL")
    message = parsed(queue(text="本文です。\n", html="<p>本文です。</p>", attachments=[entry]))
    assert message.get_body(("plain",)).get_content().strip() == "本文です。"
    assert message.get_body(("html",)).get_content().strip() == "<p>本文です。</p>"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "予定表.ics"
    assert attached["Content-Type"].params["method"] == "CANCEL"
    assert attached.get_content() == "SUMMARY:相談会"


def test_a_repeat_has_the_message_id_and_date_of_the_first_time(queue):
    delivery = queue()
    first, again = parsed(delivery), parsed(Delivery.objects.get())
    assert first["Message-ID"] == again["Message-ID"] == delivery.message_id
    assert first["Date"] == again["Date"]


def test_the_sender_is_the_centre_in_the_language_of_the_mail(site, queue, settings):
    settings.DEFAULT_FROM_EMAIL = "誰か <noreply@centre.example.jp>"
    Appearance.objects.update_or_create(site=site, defaults={"name": "架け橋センター", "name_en": "Bridge Centre"})
    Centre.objects.update_or_create(site=site, defaults={"email": "info@centre.example.jp"})
    sender = parsed(queue(locale="en"))["From"]
    assert isinstance(sender, UniqueAddressHeader)
    assert str(sender) == "Bridge Centre <noreply@centre.example.jp>"
    assert parsed(queue(key="2"))["From"].addresses[0].display_name == "架け橋センター"
    assert parsed(queue(key="3"))["Reply-To"].addresses[0].addr_spec == "info@centre.example.jp"
