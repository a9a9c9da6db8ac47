"""Headers and refusals that hold for every page."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.models import get_page_models

from .locales import LOCALES

PAGE_PREFIXES = tuple(f"/{code}/" for code in LOCALES)
STAFF_PREFIXES = ("/admin/", "/documents/")


class RefuseControlCharacters:
    """Answer 400 to an address with a NUL: PostgreSQL cannot store it, and no person types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(_("This address contains characters that cannot be used."))
        return self.get_response(request)


class KnowPageTypes:
    """Read the content types of all page models at once when a process does not know them yet.

    Asked one by one, each type of page on the way would cost a query of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PAGE_PREFIXES):
            ContentType.objects.get_for_models(*get_page_models())
        return self.get_response(request)


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy on public pages, Wagtail's needs added in the admin and in its previews."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if report_only:
            return PolicyParts()
        staff = request.path.startswith(STAFF_PREFIXES)
        policy = settings.ADMIN_CONTENT_SECURITY_POLICY if staff else settings.PUBLIC_CONTENT_SECURITY_POLICY
        return PolicyParts(config=policy, nonce=getattr(request, "_csp_nonce", None))
