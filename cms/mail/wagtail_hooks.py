"""What mail hangs into the admin."""

from typing import Any

from wagtail import hooks

from .admin.history import register_actions
from .admin.viewset import MailViewSet


@hooks.register("register_admin_viewset")
def mail_records() -> MailViewSet:
    return MailViewSet()


@hooks.register("register_log_actions")
def name_the_actions(actions: Any) -> None:
    register_actions(actions)
