"""What the health page contributes: its place in the admin's menu."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, MenuItem
from cms.plugin_host import access


def contribute() -> Iterable[Contribution]:
    yield MenuItem(key="health", label=_("Health of the site"), url=screen, section="admin", icon="check", order=9600)


def screen(request: HttpRequest) -> str | None:
    return reverse("health") if access.may_switch(request.user) else None
