"""What languages and furigana hang into the admin."""

from wagtail.snippets.models import register_snippet

from .admin import AgreedTermViewSet, ReadingViewSet
from .translation import hooks  # noqa: F401  registers itself

register_snippet(ReadingViewSet)
register_snippet(AgreedTermViewSet)
