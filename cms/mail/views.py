"""The development mailbox."""

from io import BytesIO

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
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


def _mail_or_404(key: str) -> mailbox.Mail:
    _mailbox_or_404()
    mail = mailbox.mail(key)
    if mail is None:
        raise Http404
    return mail


@never_cache
@csp_update({"frame-src": [SELF]})
def dev_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail: its plain part, its HTML part in a frame, its attachments."""
    return render(request, "mail/dev_mail.html", {"mail": _mail_or_404(key)})


@never_cache
@csp_replace({"default-src": [NONE], "script-src": [NONE], "style-src": ["'unsafe-inline'"], "sandbox": True})
def dev_mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the HTML part as a mail program shows it: its inline styles, no scripts, nothing from elsewhere."""
    return HttpResponse(_mail_or_404(key).html)


@never_cache
def dev_mail_file(request: HttpRequest, key: str, number: int) -> FileResponse:
    """Hand out an attachment."""
    files = _mail_or_404(key).files
    if number >= len(files):
        raise Http404
    content_type = files[number].content_type.partition(";")[0]
    return FileResponse(
        BytesIO(files[number].content), as_attachment=True, filename=files[number].name, content_type=content_type
    )
