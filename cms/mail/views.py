"""The development mailbox."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from . import mailbox


def _mailbox_or_404() -> None:
    if settings.EMAIL_BACKEND != "cms.mail.mailbox.MailboxBackend":
        raise Http404


@never_cache
def dev_mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails that the development site has sent."""
    _mailbox_or_404()
    return render(request, "mail/dev_mailbox.html", {"mails": list(mailbox.mails())})


@never_cache
def dev_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail."""
    _mailbox_or_404()
    mail = mailbox.mail(key)
    if mail is None:
        raise Http404
    return render(request, "mail/dev_mail.html", {"mail": mail})
