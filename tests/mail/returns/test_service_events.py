"""What a sending service tells by its webhook, as those services send it; believed when it shows that it is itself."""

import base64
import json
import warnings

import pytest
from anymail.exceptions import AnymailInsecureWebhookWarning
from django.core.exceptions import ImproperlyConfigured

from cms.mail.models import BulkDelivery, ReturnedMail, Suppression
from cms.mail.return_paths import Sealed, seal
from cms.mail.states import State
from cms.mail.webhooks import VIEWS
from cms.settings.mail_service import SIGNED_BY, return_path_setting, service_settings

URL = "/mail/events/postmark/"
SECRET = "centre:a long secret"
# Of an elliptic curve, as two of the services want one.
KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6"
    "wEA3F+g=="
)


@pytest.fixture(autouse=True)
def service(settings):
    settings.CMS_MAIL_SERVICE = "postmark"
    settings.ANYMAIL = service_settings("postmark", secret=SECRET, key="", url="")


def post(client, event, secret=SECRET, url=URL):
    basic = base64.b64encode(secret.encode()).decode()
    return client.post(
        url, json.dumps(event), content_type="application/json", headers={"authorization": f"Basic {basic}"}
    )


def bounce(delivery=None, *, kind="HardBounce", type_code=1, words="smtp;550 5.1.1 unknown user", number=42, **more):
    event = {
        "RecordType": "Bounce", "ID": number, "Type": kind, "TypeCode": type_code, "MessageID": "m", "Details": words,
        "Email": "reader0@example.jp", "BouncedAt": "2026-12-06T03:00:00Z",
        "Metadata": {"delivery": seal(Sealed(delivery.pk))} if delivery else {},
    }  # fmt: skip
    return event | more


def complaint(delivery):
    return bounce(delivery, kind="SpamComplaint", type_code=100001, words="", RecordType="SpamComplaint")


def test_a_bounce_is_noted(client, sent):
    [delivery] = sent()
    assert post(client, bounce(delivery)).status_code == 200
    assert BulkDelivery.objects.get().state == State.REFUSED
    assert Suppression.objects.get().why == Suppression.Why.BOUNCED


def test_a_complaint_is_noted(client, sent):
    [delivery] = sent()
    post(client, complaint(delivery))
    assert Suppression.objects.get().why == Suppression.Why.COMPLAINT


def test_an_event_that_comes_twice_counts_once(client, sent):
    [delivery] = sent()
    for _ in range(2):
        assert post(client, bounce(delivery)).status_code == 200
    assert ReturnedMail.objects.count() == 1


@pytest.mark.parametrize("secret", ["centre:wrong", ":", "x"])
def test_a_stranger_changes_nothing(client, sent, secret):
    [delivery] = sent()
    assert post(client, bounce(delivery), secret=secret).status_code == 400
    assert not ReturnedMail.objects.exists()


def test_a_seal_that_does_not_hold_changes_nothing(client, sent):
    [delivery] = sent()
    post(client, bounce(delivery, Metadata={"delivery": f"{delivery.pk}-000000000000"}))
    assert not ReturnedMail.objects.exists()


def test_without_a_seal_the_last_mail_to_the_address_is_meant(client, sent):
    from django.utils import timezone

    [delivery] = sent(1, now=timezone.now(), keeps_quiet=False)
    post(client, bounce(Email="READER0@example.jp"))
    assert ReturnedMail.objects.get().bulk_delivery == delivery


def test_a_delivery_settles_an_uncertain_one(client, sent):
    [delivery] = sent()
    BulkDelivery.objects.update(state=State.UNCERTAIN, sent_at=None)
    post(client, {
        "RecordType": "Delivery", "MessageID": "m", "Recipient": "reader0@example.jp",
        "DeliveredAt": "2026-12-06T03:00:00Z",
        "Metadata": {"delivery": seal(Sealed(delivery.pk))},
    })  # fmt: skip
    assert BulkDelivery.objects.get().state == State.SENT


@pytest.mark.parametrize("name", ["mailgun", "postmark"])
def test_nobody_is_there_while_no_service_is_set(client, db, settings, name):
    settings.CMS_MAIL_SERVICE = "" if name == "postmark" else "postmark"
    assert post(client, {}, url=f"/mail/events/{name}/").status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_there_changes_nothing(client, sent, method):
    sent()
    for _ in range(100):
        assert getattr(client, method)(URL).status_code in {200, 405}
    assert not ReturnedMail.objects.exists()


@pytest.mark.parametrize(
    ("service", "secret", "key", "named"),
    [("nobody", "", "", "CMS_MAIL_SERVICE must"), ("postmark", "", "", "SECRET"), ("postmark", "secret", "", "SECRET"),
     ("mailgun", "a:b", "", "KEY"), ("postal", "a:b", "", "KEY"), ("sendgrid", "a:b", "", "KEY"),
     ("amazon-ses", "", "", "SECRET"), ("resend", "", "k", "SECRET")],
)  # fmt: skip
def test_a_service_that_could_not_be_told_from_a_stranger_is_refused(service, secret, key, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        service_settings(service, secret=secret, key=key, url="")


@pytest.mark.parametrize("name", sorted(SIGNED_BY.keys() | VIEWS.keys()))
def test_every_service_that_is_offered_checks_who_calls(client, db, settings, name):
    settings.CMS_MAIL_SERVICE = name
    settings.ANYMAIL = service_settings(name, secret=SECRET, key=KEY, url="https://centre.example.jp")
    with warnings.catch_warnings():
        warnings.simplefilter("error", AnymailInsecureWebhookWarning)
        assert post(client, {}, secret="a:b", url=f"/mail/events/{name}/").status_code in {400, 401, 403}


@pytest.mark.parametrize(
    "pattern", ["bounce@centre.example.jp", "bounce+{}", "bounce@{}.example.jp", "{}+{}@a.jp", "{}@"]
)
def test_a_return_path_by_which_no_mail_could_be_told_is_refused(pattern):
    with pytest.raises(ImproperlyConfigured, match="CMS_RETURN_PATH"):
        return_path_setting(pattern)


@pytest.mark.parametrize("pattern", ["", "bounce+{}@centre.example.jp", "{}@bounce.centre.example.jp"])
def test_a_return_path_by_which_mails_can_be_told_is_taken(pattern):
    assert return_path_setting(pattern) == pattern
