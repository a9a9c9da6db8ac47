"""Parts of Wagtail's forms that are started without a script amid the page."""

import json

from django import template
from django.utils.safestring import SafeString

from cms.core import starts as blocks

register = template.Library()


@register.simple_tag
def starts(name: str, *values: str) -> SafeString:
    """The block of data that has `name` called; a value that is JSON of an object is read as that."""
    return blocks.starts(name, *(json.loads(value) if value.startswith("{") else value for value in values))
