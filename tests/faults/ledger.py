"""What people were told is held against what is kept, and against what arrived at the mail server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cms.mail.models import Delivery
from events.registration.models import Registration
from tests.mail.sink import Received

from .people import People


def lost(people: People) -> dict[str, str]:
    """Return what somebody was shown and is not in the database: the code by mail address."""
    kept = dict(Registration.objects.filter(event=people.event).values_list("email", "code"))
    return {email: code for email, code in people.acknowledged.items() if kept.get(email) != code}


def doubled(people: People) -> list[str]:
    """Return the addresses that have more than one registration."""
    found = Counter(Registration.objects.filter(event=people.event).values_list("email", flat=True))
    return sorted(email for email, number in found.items() if number > 1)


def mails(people: People, received: Sequence[Received]) -> dict[str, list[str]]:
    """Return the Message-IDs of what arrived for each of these people, in order."""
    found: dict[str, list[str]] = {person.email: [] for person in people.people}
    for message in received:
        for recipient in message.recipients:
            if recipient in found:
                found[recipient].append(message.message_id)
    return found


def not_once(people: People, received: Sequence[Received]) -> dict[str, int]:
    """Return who did not get exactly one mail, and how many it was. A repeat with the same Message-ID is one mail."""
    return {email: len(set(ids)) for email, ids in mails(people, received).items() if len(set(ids)) != 1}


def repeated(people: People, received: Sequence[Received]) -> int:
    """Return how many copies arrived beside the first one of each mail."""
    return sum(len(ids) - len(set(ids)) for ids in mails(people, received).values())


def states(people: People) -> dict[str, str]:
    """Return the state of each person's mail."""
    addresses = [person.email for person in people.people]
    return dict(Delivery.objects.filter(address__in=addresses).values_list("address", "state"))
