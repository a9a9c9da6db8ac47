"""Reminders where core asks plugins: on the page that stops letters, and when somebody has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.models import Site

from cms.plugin_api.facts import ConsentWithdrawn

from . import links, stopping


def own_page(context: Mapping[str, Any]) -> str:
    """The way to one's own page, on the page that stops what a link is about; nothing once it is stopped."""
    follower = links.opened_by(context["token"], site=Site.find_for_request(context["request"]), now=timezone.now())
    if follower is None:
        return ""
    url = links.path("remind_own", context["token"], locale=translation.get_language() or follower.locale)
    return render_to_string("grants/reminders/own_link.html", {"url": url})


def consent_withdrawn(fact: ConsentWithdrawn) -> None:
    if fact.purpose.startswith("grants."):
        stopping.take_off(site_id=fact.site_id or 0, subject=fact.subject, at=fact.at)
