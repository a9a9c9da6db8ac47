"""What furigana hang into the admin."""

from wagtail.snippets.models import register_snippet

from .admin import ReadingViewSet

register_snippet(ReadingViewSet)
