"""What events do when something happens elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.search.tasks import insert_or_update_object_task
from wagtail.signals import page_published

from cms.core.generations import replace_after_commit
from cms.core.models import FactText
from cms.search.writing_anew import write_later
from events.models import EventPage
from events.registration import announcing, spans
from events.registration.models import Event
from events.registration.signals import facts_changed


@receiver(facts_changed)
def index_anew(sender: Any, *, page_keys: Collection[UUID], **kwargs: Any) -> None:
    """Let the search know the new facts: a page is indexed with them, and saving them saves no page."""
    for pk in EventPage.objects.filter(translation_key__in=page_keys).order_by("pk").values_list("pk", flat=True):
        insert_or_update_object_task.enqueue("events", "eventpage", str(pk))


def _body_saved(instance: Any, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Events are found by the names of the organisations and departments behind them and at their desks."""
    if created or raw or not instance.has_other_names_now:
        return
    name = instance._meta.model_name
    events = Event.objects.filter(Q(**{f"organisers__{name}": instance}) | Q(**{f"desks__{name}": instance}))
    write_later(EventPage.objects.live().filter(translation_key__in=events.order_by().values("page_key")))


# Named as text: activities are a neighbour.
for model in ("organisations.Organisation", "organisations.Department"):
    post_save.connect(_body_saved, sender=model, dispatch_uid="events.body_saved")


@receiver(post_save, sender=FactText)
def _words_translated(instance: FactText, raw: bool = False, **_signal: Any) -> None:
    """Events are found by the names of their facts in every language."""
    app, _, rest = instance.place.partition(".")
    if raw or app != Event._meta.app_label:
        return
    model, pk, _field = rest.split(".")
    row: Any = apps.get_model(app, model)._default_manager.filter(pk=pk).first()
    event = row if isinstance(row, Event) else getattr(row, "event", None)
    if event is not None:
        write_later(EventPage.objects.live().filter(translation_key=event.page_key))


def of_page(page: Any) -> Iterable[str]:
    """Name what a page of an event touches of what lists remember."""
    return spans.of_pages([page.translation_key])


def of_keyword(link: Any) -> Iterable[str]:
    """The same of a keyword. Where its page is deleted too and not found any more, that says so itself."""
    pages = EventPage.objects.filter(pk=link.content_object_id)
    return spans.of_pages(pages.order_by().values("translation_key"))


@receiver(facts_changed)
def forget_lists(sender: Any, *, page_keys: Collection[UUID], **kwargs: Any) -> None:
    """Facts are also changed without saving a row: lists of events remember them (ADR 79)."""
    replace_after_commit(spans.of_pages(page_keys))


@receiver(facts_changed)
def tell_listeners(sender: Any, *, page_keys: Collection[UUID], **kwargs: Any) -> None:
    announcing.events_changed(page_keys, now=timezone.now())


@receiver(page_published, sender=EventPage)
def tell_listeners_of_a_new_event(sender: Any, *, instance: EventPage, **kwargs: Any) -> None:
    announcing.page_live(instance, now=timezone.now())
