"""Who may translate a page into a language, and who may show it to everybody: as Wagtail's permissions on pages say."""

from typing import Any

from wagtail.models import Locale, Page


def nearest(page: Page, locale: Locale) -> tuple[Page | None, bool]:
    """Return the page in the language, or the nearest one above it that is there, and whether it is the page itself."""
    above = [*page.get_ancestors().filter(depth__gt=1).reverse()]
    keys = [page.translation_key, *(each.translation_key for each in above)]
    there = {each.translation_key: each for each in Page.objects.filter(translation_key__in=keys, locale=locale)}
    found = next((there[key] for key in keys if key in there), None)
    return found, found is not None and found.translation_key == page.translation_key


def may_translate(user: Any, page: Page, locale: Locale) -> bool:
    found, is_itself = nearest(page, locale)
    if found is None:
        return False
    rights = found.permissions_for_user(user)
    return bool(rights.can_edit() if is_itself else rights.can_add_subpage())


def may_publish(user: Any, page: Page, locale: Locale) -> bool:
    found, is_itself = nearest(page, locale)
    if found is None:
        return False
    rights = found.permissions_for_user(user)
    return bool(rights.can_publish() if is_itself else rights.can_publish_subpage())


def may_see(user: Any, page: Page) -> bool:
    """Who may change the page, or add pages beside it, sees how its translations stand."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() or rights.can_add_subpage())
