"""Where a sending service tells of bounces and complaints. django-anymail checks that it is the service."""

import warnings
from typing import Any

from anymail.exceptions import AnymailNotSupportedWarning
from anymail.signals import tracking
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from .returns.service_events import take_event

# Anymail cannot try it any more, since the service gives no accounts for that; what it signs is checked all the same.
warnings.filterwarnings(
    "ignore", "django-anymail has dropped official support for SendGrid", AnymailNotSupportedWarning
)

VIEWS = {
    "amazon-ses": "cms.mail.amazon_ses.TrackingView",
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailersend": "anymail.webhooks.mailersend.MailerSendTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
    "mailtrap": "anymail.webhooks.mailtrap.MailtrapTrackingWebhookView",
    "mandrill": "anymail.webhooks.mandrill.MandrillCombinedWebhookView",
    "postal": "anymail.webhooks.postal.PostalTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "resend": "anymail.webhooks.resend.ResendTrackingWebhookView",
    "sendgrid": "anymail.webhooks.sendgrid.SendGridTrackingWebhookView",
    "sparkpost": "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
}


@csrf_exempt
def events(request: HttpRequest, service: str) -> HttpResponseBase:
    """Take what the service tells that `CMS_MAIL_SERVICE` names; nobody is here otherwise.

    A call without the right signature or password is answered with 400 and changes nothing.
    """
    if not settings.CMS_MAIL_SERVICE or service != settings.CMS_MAIL_SERVICE:
        raise Http404
    view: Any = import_string(VIEWS[service])
    return view.as_view()(request)  # type: ignore[no-any-return]


def listen() -> None:
    """Hear the events that anymail has checked; when one cannot be noted, the service is told to come again."""
    tracking.connect(_heard, dispatch_uid="cms.mail.webhooks")


def _heard(sender: Any, *, event: Any, esp_name: str, **kwargs: Any) -> None:
    take_event(event=event, service=esp_name, now=timezone.now())
