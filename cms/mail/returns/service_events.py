"""What a sending service tells by its webhook, in the form that django-anymail gives it after checking who called."""

from datetime import datetime, timedelta
from typing import Any

from anymail.signals import EventType, RejectReason

from cms.mail import addresses
from cms.mail.models import BulkDelivery, Campaign, Delivery, ReturnKind, ReturnSource
from cms.mail.return_paths import METADATA, Sealed, find_in, read_seal
from cms.mail.states import Reason, State

from .classifying import Report, classify
from .evidence import note_arrival
from .intake import Taken, tell_how_it_went
from .noting import note

# A service that was handed mail over SMTP knows no seal: the last mail to that address is meant, within these days.
LOOKED_BACK = timedelta(days=7)
#: Why services refuse to send at all: what they know from earlier mails.
REFUSALS = {
    RejectReason.INVALID: Report(ReturnKind.HARD, Reason.UNKNOWN_MAILBOX),
    RejectReason.BOUNCED: Report(ReturnKind.HARD, Reason.UNKNOWN_MAILBOX),
    RejectReason.SPAM: Report(ReturnKind.COMPLAINT, Reason.NONE),
    RejectReason.TIMED_OUT: Report(ReturnKind.SOFT, Reason.GIVEN_UP),
    RejectReason.BLOCKED: Report(ReturnKind.SOFT, Reason.BLOCKED),
}


def take_event(*, event: Any, service: str, now: datetime) -> Taken:
    """Note what one event tells. The caller has seen that the service itself sent it."""
    sent = _sent(event, now)
    if event.event_type == EventType.DELIVERED:
        return Taken.NOTED if sent and note_arrival(sent=sent, now=now) else Taken.NO_REPORT
    report = _report(event)
    if report is None:
        return Taken.NO_REPORT
    taken = _noted(event, sent, report, service, now) if sent else Taken.NOT_OURS
    tell_how_it_went(ReturnSource.WEBHOOK, noted=taken is Taken.NOTED, left=taken is Taken.NOT_OURS, now=now)
    return taken


def _noted(event: Any, sent: Sealed, report: Report, service: str, now: datetime) -> Taken:
    event_id = event.event_id or f"{event.event_type} {event.timestamp}"
    is_new = note(sent=sent, report=report, source=ReturnSource.WEBHOOK, report_id=f"{service} {event_id}", now=now)
    return Taken.NOT_OURS if is_new is None else Taken.NOTED if is_new else Taken.KNOWN


def _report(event: Any) -> Report | None:
    words = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    if event.event_type == EventType.COMPLAINED:
        return Report(ReturnKind.COMPLAINT, Reason.NONE)
    if event.event_type == EventType.REJECTED:
        return REFUSALS.get(event.reject_reason)
    if event.event_type == EventType.BOUNCED:
        said = classify(words=words)
        # Without a code the service's own judgement of the address counts.
        is_invalid = event.reject_reason == RejectReason.INVALID or _is_permanent(event.esp_event)
        return REFUSALS[RejectReason.INVALID] if is_invalid and not said.status else said
    return classify(words=words) if event.event_type == EventType.FAILED else None


def _is_permanent(told: Any) -> bool:
    """Whether Amazon SES or Resend, which give a code seldom or never, say that the address will not come back."""
    bounce = _below(told, "bounce") or _below(told, "data", "bounce")
    return "Permanent" in {_below(bounce, "bounceType"), _below(bounce, "type")}


def _sent(event: Any, now: datetime) -> Sealed | None:
    seal = (event.metadata or {}).get(METADATA)
    if seal:
        return read_seal(str(seal))
    # Amazon SES repeats the return path, which holds the seal.
    return find_in(str(_below(event.esp_event, "mail", "source") or "")) or _last_mail_to(
        str(event.recipient or ""), now
    )


def _below(told: Any, *names: str) -> Any:
    """Return what stands below these names in what a service told; None where there is nothing."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _last_mail_to(address: str, now: datetime) -> Sealed | None:
    if not addresses.is_address(address):
        return None
    digest, since = addresses.digest(address), now - LOOKED_BACK
    left = [State.SENT, State.UNCERTAIN, State.REFUSED]
    mails = Delivery.objects.filter(queued_at__gte=since, address_hash=digest, state__in=left)
    single = mails.order_by("-changed_at").first()
    campaigns = list(Campaign.objects.filter(start_at__gte=since).values_list("pk", flat=True))
    bulk = BulkDelivery.objects.filter(campaign__in=campaigns, address_hash=digest, state__in=left)
    letter = bulk.order_by("-changed_at").first()
    if single is not None and (letter is None or single.changed_at > letter.changed_at):
        return Sealed(single.pk, is_single=True)
    return Sealed(letter.pk) if letter is not None else None
