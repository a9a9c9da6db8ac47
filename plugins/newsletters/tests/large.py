"""What letters add to a large centre, for `tests.bench.large`."""

from typing import Any

from django.utils import timezone
from wagtail.models import Site

from cms.mail import addresses
from plugins.newsletters.models import Subscriber, Subscription, Topic

WHAT = "readers of letters"
READERS, BATCH = 100_000, 5_000
LANGUAGES = ("ja",) * 16 + ("en", "vi", "pt-br", "zh-hans")


def fill() -> int:
    """Enter readers of the first topic in several languages; return how many."""
    site, now = Site.objects.get(is_default_site=True), timezone.now()
    topic = Topic.objects.filter(site=site).order_by("position").first()
    same = {"site": site, "state": "active", "channel": "paper", "created_at": now, "confirmed_at": now}
    for start in range(0, READERS, BATCH):
        rows = [_reader(number, same | {"changed_at": now}) for number in range(start, start + BATCH)]
        Subscriber.objects.bulk_create(rows)
        Subscription.objects.bulk_create([Subscription(subscriber=row, topic=topic, since=now) for row in rows])
    return READERS


def _reader(number: int, same: dict[str, Any]) -> Subscriber:
    address = f"large{number}@example{number % 97}.jp"
    locale = LANGUAGES[number % len(LANGUAGES)]
    return Subscriber(address=address, address_hash=addresses.digest(address), locale=locale, **same)
