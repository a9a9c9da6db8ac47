"""Serve a site's accent colour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from cms.core.models import Appearance

from . import stylesheet


@require_safe
def theme(request: HttpRequest, site_id: int, digest: str) -> HttpResponse:
    """The stylesheet, for ever; an address with another hash leads to the present one, and is not kept."""
    appearance = get_object_or_404(Appearance, site_id=site_id)
    url = stylesheet.url_for(site_id, appearance.accent)
    if not url:
        raise Http404
    if url != request.path:
        response = redirect(url)
        response["Cache-Control"] = "no-store"
        return response
    return HttpResponse(
        stylesheet.stylesheet(appearance.accent),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
