"""Announce facts to the listeners of plugins and apps."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.plugin_api import Listener, Registry
from cms.plugin_api.facts import Fact, PagePublished, PageUnpublished

from . import guard


def announce(fact: Fact) -> None:
    """Tell the listeners of the fact's event once the transaction has committed; at once outside a transaction."""
    if somebody_listens(type(fact)):

        def tell() -> None:  # no partial: Django names a robust hook that failed by its name
            _dispatch(fact)

        # robust: whoever else waits for the commit is told too.
        transaction.on_commit(tell, robust=True)


def somebody_listens(*facts: type[Fact]) -> bool:
    """Whether an app or a plugin, on or off, listens to one of these: to make a fact may cost a query."""
    wanted = {fact.event for fact in facts}
    return any(listener.event in wanted for listener in Registry.loaded(Listener))


def _dispatch(fact: Fact) -> None:
    for listener in Registry.of(Listener, fact.site_id):
        if listener.event == fact.event:
            guard.call(listener, listener.handle, fact, fallback=None, site=fact.site_id)


def page_was_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`, which is sent for a page that is to go live later too."""
    if instance.live:
        _announce_page(PagePublished, instance)


def page_was_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_unpublished`."""
    _announce_page(PageUnpublished, instance)


def _announce_page(fact: type[PagePublished] | type[PageUnpublished], page: Any) -> None:
    if not somebody_listens(fact):
        return
    site = page.get_site()
    announce(
        fact(
            site_id=site.pk if site else None,
            at=timezone.now(),
            page_id=page.pk,
            translation_key=page.translation_key,
            language=page.locale.language_code,
        )
    )
