"""Pages taken off by hand, as staff do it in the admin."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories.organisations import staff


def take_off(client: Client, *pages: Page) -> str:
    """Take pages off as a manager, one by its own screen, several at once; return the HTML of the screen after it."""
    client.force_login(staff("manager"))
    if len(pages) == 1:
        address = reverse("wagtailadmin_pages:unpublish", args=[pages[0].pk])
        return client.post(address, follow=True).content.decode()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{address}?next=/admin/&{chosen}", follow=True).content.decode()
