"""A letter as its readers see it: in one language, for one area; frozen, or as it would be now."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cms.core.impossible_keys import typed_key
from cms.core.locales import LOCALES
from cms.mail.bulk import slots
from plugins.newsletters import services
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import Area

from .access import LetterScreen

POLICY = {
    "default-src": [NONE], "script-src": [NONE], "style-src": ["'unsafe-inline'"], "img-src": [SELF],
    "frame-ancestors": [SELF], "sandbox": ["allow-popups"],
}  # fmt: skip
EXAMPLE = "example"


def with_example(text: str) -> str:
    """Put what stands for a reader's own into an edition."""
    for name in slots.VALUES:
        text = text.replace(slots.slot(name), EXAMPLE if name == "token" else "")
    return text


@method_decorator(never_cache, name="dispatch")
@method_decorator(csp_replace(POLICY), name="dispatch")
class PreviewView(LetterScreen):
    """The HTML part, without scripts and without pictures when `pictures=off`; the plain part with `part=text`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        html, text = self._parts(request)
        if request.GET.get("part") == "text":
            return HttpResponse(with_example(text), content_type="text/plain; charset=utf-8")
        if request.GET.get("pictures") == "off":
            html = html.replace("<img src=", "<img data-src=")
        return HttpResponse(with_example(html))

    def _parts(self, request: HttpRequest) -> tuple[str, str]:
        locale = request.GET.get("language", "ja")
        if locale not in LOCALES:
            raise Http404
        area = self._area(request.GET.get("area", ""))
        sending = self.page.sending
        if sending is not None and sending.campaign is not None:
            return self._frozen(sending.campaign, locale, area)
        now = timezone.now()
        since = services.news_since(self.issue, now=now)
        name = area.name if area else ""
        made = compose(self.issue, site=self.site, locale=locale, since=since, until=now, area=name)
        return made.html, made.text

    def _frozen(self, campaign: Any, locale: str, area: Area | None) -> tuple[str, str]:
        variant = services.variant_of(area.pk if area else None)
        rows = {each.variant: each for each in campaign.editions.filter(locale=locale, variant__in=["", variant])}
        found = rows.get(variant) or rows.get("")
        if found is None:
            raise Http404
        return found.html, found.text

    def _area(self, number: str) -> Area | None:
        return Area.objects.filter(site=self.site, pk=typed_key(number)).first()
