"""Where the health page meets Wagtail."""

from typing import Any

from django.urls import path
from wagtail import hooks

from . import views


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("health/", views.health, name="health")]
