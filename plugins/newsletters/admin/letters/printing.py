"""A letter on paper, for readers without mail: the same words, with a QR code and the telephone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from cms.core.locales import LOCALES
from cms.core.models import Centre
from cms.core.qr_code import qr_code
from plugins.newsletters import services
from plugins.newsletters.letter.composing import compose

from .access import LetterScreen


class PrintView(LetterScreen):
    """In one language (`language=en`), on A4, in the large type of the site. Pictures and buttons are left out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        locale = request.GET.get("language", "ja")
        if locale not in LOCALES:
            raise Http404
        sending, now = self.page.sending, timezone.now()
        frozen = sending is not None and sending.campaign is not None
        issue = self.page if frozen else self.issue
        since = services.news_since(issue, now=now)
        kept = sending.sections_in(locale) if sending is not None and frozen else None
        made = compose(issue, site=self.site, locale=locale, since=since, until=now, kept=kept)
        with translation.override(locale):
            context = {
                "made": made, "code": qr_code(made.frame.online), "centre": Centre.for_site(self.site),
                "blocks": [(block.template, block) for block in made.blocks], "large": "large" in request.GET,
            }  # fmt: skip
            return render(request, "newsletters/admin/letters/paper.html", context)
