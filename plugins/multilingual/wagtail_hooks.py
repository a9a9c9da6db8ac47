"""What languages and furigana hang into the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import AgreedTermViewSet, PlainWordViewSet, ReadingViewSet
from .plain import staff as plain
from .posters.staff import header_button
from .translation import hooks as translation_hooks  # noqa: F401  registers itself

register_snippet(ReadingViewSet)
register_snippet(AgreedTermViewSet)
register_snippet(PlainWordViewSet)
hooks.register("register_page_header_buttons", header_button)
hooks.register("register_page_header_buttons", plain.header_button)
