"""What the lists of pages say of when pages appear and go."""

from django import template
from django.utils import timezone
from wagtail.models import Page

from cms.core import publication_plans

register = template.Library()


@register.simple_tag
def plans_of(page: Page) -> list[str]:
    return publication_plans.plans_of(page, at=timezone.now())
