"""A page that is made private is private in all its languages.

Wagtail asks page by page: the Japanese page of a committee would ask for a password, and its Vietnamese one be open.
Which of them staff press the button on makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.signals import copy_for_translation_done


def connect() -> None:
    """Follow what becomes of restrictions, and new pages of a family."""
    post_save.connect(_saved, sender=PageViewRestriction, dispatch_uid="core.private_saved")
    post_delete.connect(_deleted, sender=PageViewRestriction, dispatch_uid="core.private_deleted")
    m2m_changed.connect(
        _groups_changed, sender=PageViewRestriction.groups.through, dispatch_uid="core.private_groups_changed"
    )
    copy_for_translation_done.connect(_translated, dispatch_uid="core.private_translated")


def follow(restriction: Any, pages: Iterable[Any], *, model: Any = PageViewRestriction) -> None:
    """Make pages as private as another is.

    Args:
        restriction: the one to follow.
        pages: the pages of its family, without its own.
        model: of restrictions, as a migration sees it.
    """
    facts = {"restriction_type": restriction.restriction_type, "password": restriction.password}
    groups: Sequence[Any] = list(restriction.groups.all())
    for page in pages:
        own = model.objects.filter(page_id=page.pk).order_by("pk").first()
        if own is None:
            # In bulk: nobody is told, or it would be followed in turn.
            [own] = model.objects.bulk_create([model(page_id=page.pk, **facts)])
        else:
            model.objects.filter(pk=own.pk).update(**facts)
        through = model.groups.through.objects
        through.filter(pageviewrestriction_id=own.pk).delete()
        through.bulk_create([model.groups.through(pageviewrestriction_id=own.pk, group_id=each.pk) for each in groups])


def of_one_password(restriction: BaseViewRestriction) -> list[BaseViewRestriction]:
    """Return what a password opens: of a page, its restriction in every language that has this password; else the one.

    The oldest comes first.
    """
    if not isinstance(restriction, PageViewRestriction):
        return [restriction]
    same = PageViewRestriction.objects.filter(
        page__translation_key=restriction.page.translation_key,
        restriction_type=PageViewRestriction.PASSWORD,
        password=restriction.password,
    )
    return list(same.order_by("pk")) or [restriction]


def _others(page: Page) -> Any:
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)


def _saved(instance: PageViewRestriction, raw: bool = False, **_more: Any) -> None:
    if not raw:
        follow(instance, _others(instance.page))


def _groups_changed(instance: Any, action: str, **_more: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        follow(instance, _others(instance.page))


def _deleted(instance: PageViewRestriction, origin: Any = None, **_more: Any) -> None:
    """Open the others too where somebody opened this one; not where its page was deleted."""
    if isinstance(origin, PageViewRestriction):
        PageViewRestriction.objects.filter(page__in=_others(instance.page)).delete()


def _translated(source_obj: Any, target_obj: Any, **_more: Any) -> None:
    if not isinstance(source_obj, Page):
        return
    restriction = PageViewRestriction.objects.filter(page_id=source_obj.pk).order_by("pk").first()
    if restriction is not None:
        follow(restriction, [target_obj])
