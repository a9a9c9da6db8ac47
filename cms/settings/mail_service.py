"""What is set of mails that come back, checked when the site starts."""

from django.core.exceptions import ImproperlyConfigured

# By which setting each of them signs; None for those that show a user and password alone.
SIGNED_BY: dict[str, str | None] = {
    "amazon-ses": None,
    "brevo": None,
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mailjet": None,
    "mailtrap": None,
    "mandrill": "MANDRILL_WEBHOOK_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
    "postmark": None,
    "resend": None,
    "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
    "sparkpost": None,
}


def return_path_setting(pattern: str) -> str:
    """Return `CMS_RETURN_PATH` as it is; raise ImproperlyConfigured for one that no returned mail could be told by."""
    local_part, at, domain = pattern.rpartition("@")
    if pattern and not (at and domain and local_part.count("{}") + domain.count("{}") == 1 and "{}" in local_part):
        raise ImproperlyConfigured(
            "CMS_RETURN_PATH must be an address with {} before its @: bounce+{}@centre.example.jp"
        )
    return pattern


def service_settings(service: str, *, secret: str, key: str, url: str) -> dict[str, object]:
    """Return the `ANYMAIL` setting; empty without a service.

    Raises ImproperlyConfigured for a service that is not known or could not be told from a stranger: anybody could
    declare readers unreachable.
    """
    if not service:
        return {}
    if service not in SIGNED_BY:
        raise ImproperlyConfigured(f"CMS_MAIL_SERVICE must be one of {', '.join(SIGNED_BY)}")
    signed_by = SIGNED_BY[service]
    if signed_by and not key:
        raise ImproperlyConfigured(f"CMS_MAIL_SERVICE_KEY is not set: {service} signs its events with it")
    if not signed_by and ":" not in secret:
        raise ImproperlyConfigured("CMS_MAIL_SERVICE_SECRET must be user:password, as entered at the service")
    made: dict[str, object] = {"WEBHOOK_SECRET": secret} if secret else {}
    if signed_by:
        made[signed_by] = key
    if service == "mandrill":
        made["MANDRILL_WEBHOOK_URL"] = f"{url.rstrip('/')}/mail/events/mandrill/"
    return made
