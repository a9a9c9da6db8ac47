"""The pattern page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from cms.core.locales import LOCALES, SOURCE_LANGUAGE

from . import samples


def pattern(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; `?language=` one of the site's languages."""
    if not settings.CMS_SHOW_PATTERN_PAGE:
        raise Http404
    language = request.GET.get("language", SOURCE_LANGUAGE)
    with translation.override(language if language in LOCALES else SOURCE_LANGUAGE):
        return render(request, "pattern/pattern.html", samples.context())
