"""robots.txt: search engines are welcome; what is not for them is named."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.core.locales import LOCALES

CLOSED = ("/admin/", "/dev/", "/pattern/", "/-/")


def robots(request: HttpRequest) -> HttpResponse:
    # Result lists are endless, and each of their pages is found by its own address anyway.
    closed = [*CLOSED, *(f"/{code}/search/" for code in LOCALES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
