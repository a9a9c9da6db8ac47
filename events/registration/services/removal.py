"""Taking back what was set up by mistake. What a registration is about, an old one too, stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.registration.choices import Action, LanguageUse, PoolKind
from events.registration.exceptions import HasRegistrations, UnknownPlace
from events.registration.models import CapacityPool, Event, EventLanguage, Offering, Registration, Session

from .journal import record_for_event
from .locks import locked_pools


def remove_session(*, session: int, by: Any, now: datetime) -> None:
    """Take a date away, with what can be booked for it only.

    Raises: UnknownPlace, HasRegistrations (it is called off instead), PoolsBusy.
    """
    row = Session.objects.select_related("event").filter(pk=session).first()
    if row is None:
        raise UnknownPlace
    with _all_pools(row.event):
        if Registration.objects.filter(offering__sessions=row).exists():
            raise HasRegistrations(_("People have registered for it. Call the date off instead: then they are told."))
        for offering in row.offerings.all():
            if offering.sessions.count() == 1:
                _remove(offering)
        row.delete()
        _log(row.event, "sessions", by, now)


def remove_offering(*, offering: int, by: Any, now: datetime) -> None:
    """Take something bookable away, with the places that it alone takes from. Its dates stay.

    Raises: UnknownPlace, HasRegistrations (it is closed instead), PoolsBusy.
    """
    row = Offering.objects.select_related("event").filter(pk=offering).first()
    if row is None:
        raise UnknownPlace
    with _all_pools(row.event):
        if row.registrations.exists():
            raise HasRegistrations(_("People have registered for it. Tick “take no more registrations” instead."))
        _remove(row)
        _log(row.event, "offerings", by, now)


def remove_pool(*, pool: int, by: Any, now: datetime) -> None:
    """Take interpreters of a language, childcare or the like away, so that nobody can ask for it any more.

    Raises: UnknownPlace (also for places, which go with what one books), HasRegistrations (the number is set to what
    is given instead), PoolsBusy.
    """
    row = CapacityPool.objects.select_related("event").filter(pk=pool).first()
    if row is None or row.taken_by.filter(when_needed=False).exists():
        raise UnknownPlace
    with _all_pools(row.event):
        if row.allocations.exists():
            raise HasRegistrations(
                _("Somebody has asked for it already. Change the number to what is given: then nobody new gets it.")
            )
        if row.language:
            EventLanguage.objects.filter(event=row.event, code=row.language, use=LanguageUse.INTERPRETED).delete()
        row.delete()
        _log(row.event, "pools", by, now)


def _remove(offering: Offering) -> None:
    pools = list(offering.pools.exclude(kind__in=[PoolKind.INTERPRETER, PoolKind.CHILDCARE]))
    offering.delete()
    for pool in pools:
        if not pool.offerings.exists() and not pool.allocations.exists():
            pool.delete()


def _all_pools(event: Event) -> Any:
    return locked_pools(CapacityPool.objects.filter(event=event).values_list("pk", flat=True))


def _log(event: Event, what: str, by: Any, now: datetime) -> None:
    record_for_event(event=event, action=Action.REMOVED, now=now, by=by, data={"fields": [what]})
