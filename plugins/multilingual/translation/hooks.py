"""Where translations meet Wagtail's admin, and where wagtail-localize's own screens give way to ours.

Its screens publish gaps in Japanese, convert pages to aliases that show Japanese words as another language's, and speak
English. Its engine is used, its screens are not: their addresses lead to ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.core.locales import SOURCE_LANGUAGE

from . import permissions

FIRST = -100
THEIR_MENU_ITEMS = frozenset({"localize-restart-translation", "localize-convert-to-alias"})


class TranslateMenuItem(ActionMenuItem):
    """この言語へ翻訳する, among the actions of a page that is edited."""

    label = _("Translate into other languages")
    name = "action-translate"
    icon_name = "globe"

    def is_shown(self, context: Any) -> bool:
        return bool(context["view"] == "edit")

    def get_url(self, context: Any) -> str:
        return reverse("plugins_admin:multilingual:page_languages", args=[context["page"].pk])


@hooks.register("construct_page_action_menu")
def offer_translation(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in THEIR_MENU_ITEMS]
    item = TranslateMenuItem(order=900)
    if item.is_shown(context):
        menu_items.append(item)


@hooks.register("register_page_header_buttons")
def languages_button(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    if page.depth > 1 and permissions.may_see(user, page):
        url = reverse("plugins_admin:multilingual:page_languages", args=[page.pk])
        yield Button(_("Languages and translations"), url, icon_name="globe", priority=65)


@hooks.register("before_edit_page", order=FIRST)
def translate_side_by_side(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that is translated here is not edited elsewhere: the next version would lose what was typed."""
    if page.locale.language_code == SOURCE_LANGUAGE:
        return None
    begun = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    if begun.exists():
        return redirect("plugins_admin:multilingual:translate", page.pk, page.locale.language_code)
    if page.alias_of_id:
        return redirect("plugins_admin:multilingual:page_languages", page.pk)
    return None


@hooks.register("construct_reports_menu")
def one_report(request: HttpRequest, menu_items: list[Any]) -> None:
    """Of the two reports of translations ours stays."""
    menu_items[:] = [item for item in menu_items if "/localize/" not in (getattr(item, "url", "") or "")]


def to_languages(request: HttpRequest, page_id: int, **more: Any) -> HttpResponse:
    return redirect("plugins_admin:multilingual:page_languages", page_id)


def to_report(request: HttpRequest, **more: Any) -> HttpResponse:
    return redirect("plugins_admin:multilingual:translations")


@hooks.register("register_admin_urls", order=FIRST)
def instead_of_theirs() -> list[URLPattern]:
    """The first address that fits answers: ours come before those of wagtail-localize."""
    return [
        path("localize/submit/page/<int:page_id>/", to_languages),
        path("localize/page/<int:page_id>/convert_to_alias/", to_languages),
        path("localize/<path:rest>", to_report),
    ]
