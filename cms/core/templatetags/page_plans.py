"""What the lists of pages say of when pages appear and go."""

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from cms.core import publication_plans

register = template.Library()


@register.simple_tag(takes_context=True)
def plans_of(context: Any, page: Page) -> list[str]:
    """Say it in a cell of a table of pages."""
    return publication_plans.plans_of(page, at=timezone.now(), among=context["table"].data)
