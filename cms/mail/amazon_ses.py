"""The webhook of Amazon SES, whose events come by way of an SNS topic.

django-anymail reads them; its own way to confirm a topic's subscription needs all of boto3 for one request, which the
topic's `SubscribeURL` makes without. The topic shows itself by user and password, as other services do.
https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
"""

import re
from typing import Any
from urllib.request import urlopen

from anymail.exceptions import AnymailAPIError, AnymailWebhookValidationFailure
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from django.http import HttpRequest

# Nothing but SNS itself is ever asked, whatever a call says.
SUBSCRIBE_URL = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/\?Action=ConfirmSubscription&\S+")
PATIENCE = 10  # seconds


class TrackingView(AmazonSESTrackingWebhookView):
    """Anymail's, without boto3."""

    def __init__(self, **kwargs: Any):
        AnymailBaseWebhookView.__init__(self, **kwargs)

    def validate_request(self, request: HttpRequest) -> None:
        """Answer what is no message of SNS with 400, not with an error of ours."""
        try:
            if not isinstance(self._parse_sns_message(request), dict):
                raise AnymailAPIError("not an object")
            super().validate_request(request)
        except AnymailAPIError as error:
            raise AnymailWebhookValidationFailure("This is no message of SNS.") from error

    def auto_confirm_sns_subscription(self, sns_message: dict[str, Any]) -> None:
        """Confirm that the topic may write here. The call has shown the password, which nobody else's topic knows."""
        url = str(sns_message.get("SubscribeURL", ""))
        if not self.basic_auth or not SUBSCRIBE_URL.fullmatch(url):
            raise AnymailWebhookValidationFailure("This is no subscription of ours.")
        with urlopen(url, timeout=PATIENCE):  # https, and SNS alone
            pass
