"""Events of Amazon SES, Postal, Resend and SendGrid as each documents them, with what it shows to be itself."""

import base64
import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils import timezone

from cms.mail import amazon_ses
from cms.mail.models import BulkDelivery, ReturnedMail, ReturnKind, Suppression
from cms.mail.return_paths import Sealed, seal
from cms.mail.states import State
from cms.settings.mail_service import service_settings

from . import samples

pytestmark = pytest.mark.django_db
SECRET = "centre:a long secret"
BASIC = {"authorization": f"Basic {base64.b64encode(SECRET.encode()).decode()}"}
READER = "reader0@example.jp"
UNKNOWN = "550 5.1.1 user unknown"


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def elliptic_key():
    return ec.generate_private_key(ec.SECP256R1())


def one_line(private_key) -> str:
    """The public key as services show it: base64 without its first and last line."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(private_key.public_key().public_bytes(serialization.Encoding.DER, kind)).decode()


@pytest.fixture
def delivery(sent, settings):
    """A letter that left just now."""
    [found] = sent(1, now=timezone.now(), keeps_quiet=False)
    return found


@pytest.fixture
def use(settings):
    def service(name, *, secret="", key=""):
        settings.CMS_MAIL_SERVICE = name
        settings.ANYMAIL = service_settings(name, secret=secret, key=key, url="https://centre.example.jp")

    return service


def post(client, name, body, headers):
    return client.post(f"/mail/events/{name}/", body, content_type="application/json", headers=headers)


def noted():
    row = ReturnedMail.objects.get()
    return row.kind, BulkDelivery.objects.get(pk=row.bulk_delivery_id).state


# Amazon SES ----------------------------------------------------------------------------------------------------


def by_sns(client, event, *, headers=None, kind="Notification", **more):
    """As SNS hands a message over: the event is a text in it."""
    message = {
        "Type": kind, "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:ap-northeast-1:123456789012:letters", "Message": json.dumps(event),
        "Timestamp": "2026-12-06T03:00:00.000Z", "SignatureVersion": "1", "Signature": "EXAMPLE",
        "SigningCertURL": "https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-1.pem",
    }  # fmt: skip
    sns = {"x-amz-sns-message-type": kind, "x-amz-sns-message-id": message["MessageId"]}
    return post(client, "amazon-ses", json.dumps(message | more), sns | (BASIC if headers is None else headers))


def ses_bounce(*, kind="Permanent", diagnostic=f"smtp; {UNKNOWN}", source="noreply@centre.example.jp", to=READER):
    recipient = {"emailAddress": to, "action": "failed", "status": "5.1.1"}
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": kind, "bounceSubType": "General", "timestamp": "2026-12-06T03:00:00.000Z",
            "feedbackId": "0100", "reportingMTA": "dsn; a8-70.smtp-out.amazonses.com",
            "bouncedRecipients": [recipient | ({"diagnosticCode": diagnostic} if diagnostic else {})],
        },
        "mail": {
            "timestamp": "2026-12-06T02:59:59.000Z", "messageId": "0101", "source": source, "destination": [to],
        },
    }  # fmt: skip


@pytest.fixture
def ses(use):
    use("amazon-ses", secret=SECRET)


@pytest.mark.parametrize("diagnostic", [f"smtp; {UNKNOWN}", ""])
def test_amazon_tells_of_an_address_that_does_not_exist(client, ses, delivery, diagnostic):
    assert by_sns(client, ses_bounce(diagnostic=diagnostic)).status_code == 200
    assert noted() == (ReturnKind.HARD, State.REFUSED)
    assert Suppression.objects.get().why == Suppression.Why.BOUNCED


def test_amazon_tells_of_a_full_mailbox(client, ses, delivery):
    by_sns(client, ses_bounce(kind="Transient", diagnostic="smtp; 552 5.2.2 over quota"))
    assert (noted()[0], Suppression.objects.count()) == (ReturnKind.SOFT, 0)


def test_amazon_repeats_the_return_path_whose_seal_names_the_letter(client, ses, sent):
    old, [letter] = sent(1)[0], sent(1, key="2", now=datetime(2026, 12, 7, 3, tzinfo=UTC))
    by_sns(client, ses_bounce(source=samples.address(old), to="somebody.else@example.jp"))
    assert ReturnedMail.objects.get().bulk_delivery == old != letter


def test_amazon_tells_of_a_complaint(client, ses, delivery):
    event = {
        "notificationType": "Complaint",
        "complaint": {
            "complainedRecipients": [{"emailAddress": READER}], "timestamp": "2026-12-06T03:00:00.000Z",
            "feedbackId": "0102", "complaintFeedbackType": "abuse", "userAgent": "Example Feedback Loop",
        },
        "mail": {"messageId": "0101", "source": "noreply@centre.example.jp", "destination": [READER]},
    }  # fmt: skip
    by_sns(client, event)
    assert (noted()[0], Suppression.objects.get().why) == (ReturnKind.COMPLAINT, Suppression.Why.COMPLAINT)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic YTpi"}])
def test_a_topic_of_a_stranger_changes_nothing(client, ses, delivery, headers):
    assert by_sns(client, ses_bounce(), headers=headers).status_code in {400, 401}
    assert not ReturnedMail.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"Type": 5}'])
def test_what_is_no_message_of_a_topic_is_answered_with_400(client, ses, body):
    assert post(client, "amazon-ses", body, BASIC).status_code == 400


@pytest.fixture
def asked(monkeypatch):
    """The addresses that were asked for; none of them really is."""
    urls: list[str] = []

    def ask(url, timeout):
        urls.append(url)
        return BytesIO()

    monkeypatch.setattr(amazon_ses, "urlopen", ask)
    return urls


CONFIRM = "https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:x&Token=2336"


def test_a_topic_is_confirmed_by_itself(client, ses, asked):
    by_sns(client, {}, kind="SubscriptionConfirmation", SubscribeURL=CONFIRM, Token="2336")
    assert asked == [CONFIRM]


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("https://sns.ap-northeast-1.amazonaws.com.evil.example/?Action=ConfirmSubscription&Token=1", BASIC),
        ("http://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=1", BASIC),
        ("http://127.0.0.1:6379/", BASIC), ("file:///etc/passwd", BASIC), (CONFIRM, {}),
    ],
)  # fmt: skip
def test_nobody_else_is_asked(client, ses, asked, url, headers):
    answer = by_sns(client, {}, kind="SubscriptionConfirmation", SubscribeURL=url, headers=headers)
    assert (answer.status_code in {400, 401}, asked) == (True, [])


# Postal --------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_postal(client, use, rsa_key):
    use("postal", key=one_line(rsa_key))

    def act(event, *, signed_by=rsa_key):
        body = json.dumps(event).encode()
        signature = signed_by.sign(body, padding.PKCS1v15(), hashes.SHA1())
        return post(client, "postal", body, {"x-postal-signature": base64.b64encode(signature).decode()})

    return act


def postal(event, **payload):
    message = {
        "id": 12345, "token": "abcdef123", "direction": "outgoing", "message_id": "5817@rp.postal.example",
        "to": READER, "from": "noreply@centre.example.jp", "subject": "x", "timestamp": 1796526000.0,
        "spam_status": "NotChecked", "tag": None,
    }  # fmt: skip
    return {"event": event, "timestamp": 1796526000.5, "uuid": "0a1b", "payload": payload | {"message": message}}


def test_postal_tells_of_an_address_that_does_not_exist(by_postal, delivery):
    event = postal(
        "MessageDeliveryFailed", status="HardFail", details="Permanent SMTP delivery error", output=f"{UNKNOWN}\n",
        sent_with_ssl=True, timestamp=1796526000.4, time=0.22,
    )  # fmt: skip
    assert by_postal(event).status_code == 200
    assert noted() == (ReturnKind.HARD, State.REFUSED)


def test_postal_tells_of_a_mail_that_came_back_later(by_postal, delivery):
    told = postal("MessageBounced")
    told["payload"] = {"original_message": told["payload"]["message"], "bounce": {"id": 12347, "direction": "incoming"}}
    by_postal(told)
    assert noted() == (ReturnKind.SOFT, State.REFUSED)


def test_postal_tells_that_an_uncertain_one_arrived(by_postal, delivery):
    BulkDelivery.objects.update(state=State.UNCERTAIN, sent_at=None)
    by_postal(postal("MessageSent", status="Sent", details="sent", output="250 2.0.0 OK", time=0.2))
    assert BulkDelivery.objects.get().state == State.SENT


def test_postal_signed_by_another_key_changes_nothing(by_postal, delivery):
    stranger = rsa.generate_private_key(65537, 2048)
    event = postal("MessageDeliveryFailed", status="HardFail", output=UNKNOWN)
    assert by_postal(event, signed_by=stranger).status_code == 400
    assert not ReturnedMail.objects.exists()


# Resend --------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_resend(client, use):
    use("resend", secret=SECRET)

    def act(kind, headers=BASIC, **data):
        told = {
            "type": kind, "created_at": "2026-12-06T03:00:00.000Z",
            "data": {"created_at": "2026-12-06T02:59:00Z", "email_id": "56761188", "to": [READER], "subject": "x",
                     "from": "noreply@centre.example.jp"} | data,
        }  # fmt: skip
        return post(client, "resend", json.dumps(told), {"svix-id": f"msg_{kind}"} | headers)

    return act


def resend_bounce(kind, message):
    return {"bounce": {"message": message, "type": kind, "subType": "General"}}


def test_resend_tells_of_an_address_that_does_not_exist(by_resend, delivery):
    said = "The recipient's email provider sent a hard bounce message, but didn't specify the reason."
    assert by_resend("email.bounced", **resend_bounce("Permanent", said)).status_code == 200
    assert noted() == (ReturnKind.HARD, State.REFUSED)


def test_resend_tells_of_a_full_mailbox(by_resend, delivery):
    said = "The recipient's email provider sent a bounce message because the recipient's inbox was full."
    by_resend("email.bounced", **resend_bounce("Transient", said))
    assert (noted()[0], Suppression.objects.count()) == (ReturnKind.SOFT, 0)


def test_resend_tells_of_a_complaint(by_resend, delivery):
    by_resend("email.complained")
    assert noted()[0] == ReturnKind.COMPLAINT


def test_resend_without_the_password_changes_nothing(by_resend, delivery):
    assert by_resend("email.complained", headers={}).status_code == 400
    assert not ReturnedMail.objects.exists()


# SendGrid ------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_sendgrid(client, use, elliptic_key):
    use("sendgrid", key=one_line(elliptic_key))

    def act(*events, signed_by=elliptic_key):
        body, stamp = json.dumps(events).encode(), "1796526000"
        signature = base64.b64encode(signed_by.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
        name = "x-twilio-email-event-webhook"
        return post(client, "sendgrid", body, {f"{name}-signature": signature, f"{name}-timestamp": stamp})

    return act


def sendgrid(event, **more):
    usual = {
        "email": READER, "timestamp": 1796526000, "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>", "event": event,
        "sg_event_id": f"{event}==", "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001",
    }  # fmt: skip
    return usual | more


def test_sendgrid_tells_of_an_address_that_does_not_exist(by_sendgrid, delivery):
    bounce = sendgrid("bounce", reason=UNKNOWN, status="5.1.1", type="bounce")
    assert by_sendgrid(sendgrid("processed"), bounce).status_code == 200
    assert noted() == (ReturnKind.HARD, State.REFUSED)


def test_sendgrid_tells_that_a_server_turned_a_mail_away(by_sendgrid, delivery):
    by_sendgrid(sendgrid("bounce", reason="550 5.7.1 blocked by policy", status="5.7.1", type="blocked"))
    assert (noted()[0], Suppression.objects.count()) == (ReturnKind.SOFT, 0)


def test_sendgrid_tells_of_what_it_did_not_send(by_sendgrid, delivery):
    by_sendgrid(sendgrid("dropped", reason="Bounced Address", status="5.0.0"))
    assert noted()[0] == ReturnKind.HARD


def test_sendgrid_tells_of_a_complaint(by_sendgrid, delivery):
    by_sendgrid(sendgrid("spamreport", delivery=seal(Sealed(delivery.pk))))
    assert noted()[0] == ReturnKind.COMPLAINT


def test_sendgrid_signed_by_another_key_changes_nothing(by_sendgrid, delivery):
    stranger = ec.generate_private_key(ec.SECP256R1())
    assert by_sendgrid(sendgrid("spamreport"), signed_by=stranger).status_code == 400
    assert not ReturnedMail.objects.exists()
