"""The development mailbox, at /dev/mail/."""

from django.urls import path, register_converter

from . import views


class MailKey:
    """The name of a mail's file."""

    regex = r"\d{20}-\d{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MailKey, "mailkey")

urlpatterns = [
    path("", views.dev_mailbox, name="dev_mailbox"),
    path("<mailkey:key>/", views.dev_mail, name="dev_mail"),
]
