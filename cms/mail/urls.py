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
    path("<mailkey:key>/html/", views.dev_mail_html, name="dev_mail_html"),
    path("<mailkey:key>/files/<int:number>/", views.dev_mail_file, name="dev_mail_file"),
]
