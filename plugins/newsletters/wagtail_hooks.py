"""What letters hang into the admin."""

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin.downloads import register_download
from .admin.history import register_actions
from .admin.letters.buttons import buttons_of
from .admin.viewsets import NewslettersGroup

register_snippet(NewslettersGroup)


@hooks.register("register_log_actions")
def name_the_actions(actions: Any) -> None:
    register_actions(actions)
    register_download(actions)


@hooks.register("register_page_header_buttons")
def lead_to_the_letter(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    yield from buttons_of(page, user, view_name=view_name)
