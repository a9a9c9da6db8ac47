"""An activity is found by the names of others: when one of those changes, its entry in the index is written anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save
from wagtail.signals import page_published

from activities.models import ActivityPage
from activities.organisations.models import Department, Organisation, Programme
from cms.search.writing_anew import write_later


def connect() -> None:
    """Listen to what activities are found by. The jobs are rows of the transaction that changed the name."""
    post_save.connect(organisation_saved, sender=Organisation, dispatch_uid="activities.found_anew")
    post_save.connect(department_saved, sender=Department, dispatch_uid="activities.found_anew")
    post_save.connect(programme_saved, sender=Programme, dispatch_uid="activities.found_anew")
    page_published.connect(activity_published, sender=ActivityPage, dispatch_uid="activities.found_anew")


def organisation_saved(instance: Organisation, created: bool, raw: bool = False, **_signal: Any) -> None:
    if not created and not raw and instance.has_other_names_now:
        _write_anew(partner_lines__organisation=instance)


def department_saved(instance: Department, raw: bool = False, **_signal: Any) -> None:
    """Those who worked with it under an earlier name are found by the new one too."""
    if not raw and instance.has_other_names_now:
        _write_anew(partner_lines__department__in=_under_all_names(instance, "successor_id"))


def programme_saved(instance: Programme, raw: bool = False, **_signal: Any) -> None:
    if not raw and instance.has_other_names_now:
        _write_anew(partner_lines__programme__in=_under_all_names(instance, "renamed_to_id"))


def activity_published(instance: ActivityPage, **_signal: Any) -> None:
    """What followed an activity is found by its title."""
    _write_anew(predecessor_links__predecessor=instance)


def _under_all_names(named: Any, onward: str) -> set[int]:
    """The keys of this row and of those that lead to it."""
    found: set[int] = set()
    newest: Iterable[int] = {named.pk}
    while newest:
        found |= set(newest)
        before = type(named).objects.filter(**{f"{onward}__in": newest}).values_list("pk", flat=True)
        newest = set(before) - found
    return found


def _write_anew(**which: Any) -> None:
    write_later(ActivityPage.objects.live().filter(**which))
