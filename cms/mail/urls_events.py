"""Where a sending service tells what became of mails, at /mail/events/<service>/."""

from django.urls import path

from . import webhooks

urlpatterns = [path("<slug:service>/", webhooks.events, name="mail_events")]
