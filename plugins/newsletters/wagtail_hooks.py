"""What letters hang into the admin."""

from wagtail.snippets.models import register_snippet

from .admin.viewsets import NewslettersGroup

register_snippet(NewslettersGroup)
