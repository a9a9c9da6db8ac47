"""The way from a letter's page in the editor to its own screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from plugins.newsletters.models import NewsletterIssue

from .access import LETTERS, policy


def buttons_of(page: Any, user: Any, *, view_name: str) -> Iterator[Button]:
    """Yield the button for a letter that is saved, to whoever looks after letters."""
    is_letter = page.pk and issubclass(page.specific_class or type(page), NewsletterIssue)
    if is_letter and policy().user_has_any_permission(user, ["view", "change"]):
        url = reverse(f"{LETTERS}:letter", args=[page.pk])
        yield Button(_("Check, try and send this letter"), url, icon_name="mail", priority=5)
