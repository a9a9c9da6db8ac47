"""People who want reminders, and the engine that sends them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cms.mail.bulk import engine
from cms.mail.models import BulkDelivery, OptIn
from plugins.grants.models import GrantCall, GrantFollower, GrantProgramme
from plugins.grants.reminders import asking, sending

MINUTE = timedelta(minutes=1)


def follow(
    programme: GrantProgramme, address: str, *, now: datetime, every_call: bool = False, locale: str = "ja"
) -> GrantFollower | None:
    """Ask, and press the button of the mail."""
    asking.ask(programme=programme, address=address, every_call=every_call, locale=locale, page="/", now=now)
    row = OptIn.objects.order_by("-asked_at", "-pk").first()
    assert row is not None
    asking.confirm(row=row, now=now)
    return GrantFollower.objects.filter(programme=programme, address=address).first()


def settle(*calls: GrantCall, now: datetime) -> None:
    """Let nobody have changed the calls for a while."""
    keys = [call.pk for call in calls]
    GrantCall.objects.filter(pk__in=keys).update(updated_at=now - timedelta(hours=1))
    for call in calls:
        call.refresh_from_db()


def move(call: GrantCall, *, now: datetime, **facts: Any) -> None:
    """Change a deadline as staff do, and let it settle."""
    for name, value in facts.items():
        setattr(call, name, value)
    call.save()
    settle(call, now=now)


def remind(site: Any, *, now: datetime, leaves: bool = True) -> None:
    """What beat does, and then what mail does."""
    sending.remind_due(now=now, site=site)
    if leaves:
        engine.drive(now=now + MINUTE)


def got(mailoutbox: Any) -> list[tuple[str, str]]:
    """To whom which reminders went, by subject; the mails by which people confirm are left out."""
    return sorted((mail.to[0], mail.subject) for mail in reminders_in(mailoutbox))


def reminders_in(mailoutbox: Any) -> list[Any]:
    """The reminders among the mails that left: those that can be stopped."""
    return [mail for mail in mailoutbox if mail.message()["List-Unsubscribe"]]


def states() -> dict[str, str]:
    """How the mails to each address stand, the last one of each."""
    return dict(BulkDelivery.objects.order_by("pk").values_list("address", "state"))
