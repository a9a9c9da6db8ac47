"""For the screens on which pages are translated."""

from django import template
from django.utils.safestring import SafeString

from plugins.multilingual.translation.comparison import compared

register = template.Library()


@register.simple_tag
def compare(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts with their differences marked: `{% compare piece.before piece.text as was_now %}`."""
    return compared(before, after)
