"""How much a group of mail providers is given at once, and what is done when that is too much."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cms.mail.mime import sender_address
from cms.mail.models import Lane
from cms.mail.states import Reason

from .providers import GROUPS

# After trouble with a line it is left alone for this long, twice as long each time in a row.
FIRST_BLOCK, LONGEST_BLOCK = timedelta(minutes=1), timedelta(minutes=30)
SLOWEST, FASTEST = 0.2, 1000.0  # messages a second; a limit beyond is none
# After a batch without trouble a slowed lane speeds up by this.
CREEP = 1.25


@dataclass(frozen=True)
class Caps:
    """How many connections at once, and how many messages a second; None for as fast as the line takes them."""

    connections: int
    rate: float | None


# Carriers turn away who comes fast and often; the others say when it is too much, and are then believed.
CAREFUL = Caps(connections=1, rate=5.0)
CAPS = {"docomo": CAREFUL, "au": CAREFUL, "softbank": CAREFUL, "yahoo_jp": Caps(connections=2, rate=10.0)}
ELSE = Caps(connections=4, rate=None)
# How far who looks after mail may raise them: more than that gets a centre turned away.
MOST_CAREFUL = Caps(connections=2, rate=20.0)
MOST = {
    "docomo": MOST_CAREFUL,
    "au": MOST_CAREFUL,
    "softbank": MOST_CAREFUL,
    "yahoo_jp": Caps(connections=4, rate=40.0),
}
MOST_ELSE = Caps(connections=10, rate=None)


def have_lanes() -> list[Lane]:
    """Return the lanes of the present sender, made where they are missing."""
    sender = sender_address()
    lanes = list(Lane.objects.filter(sender=sender).order_by("pk"))
    known = {lane.group for lane in lanes}
    missing = [group for group in GROUPS if group not in known]
    if not missing:
        return lanes
    Lane.objects.bulk_create([_new(sender, group) for group in missing], ignore_conflicts=True)
    return list(Lane.objects.filter(sender=sender).order_by("pk"))


def usual_caps(group: str) -> Caps:
    """Return what a group of providers is given until somebody changes it."""
    return CAPS.get(group, ELSE)


def most_caps(group: str) -> Caps:
    """Return the most that a group of providers may be given; a rate of None is no limit."""
    return MOST.get(group, MOST_ELSE)


def _new(sender: str, group: str) -> Lane:
    caps = usual_caps(group)
    return Lane(sender=sender, group=group, connections=caps.connections, ceiling=caps.rate, rate=caps.rate)


def block(lane_id: int, *, reason: Reason, seen_rate: float, slow_down: bool, now: datetime) -> None:
    """Leave a lane alone for a while after its line failed; `slow_down` when the server asked for it (421).

    seen_rate: how many messages a second left before that, for a lane that had no limit.
    """
    lane = Lane.objects.select_for_update().get(pk=lane_id)
    lane.blocked_until = now + min(FIRST_BLOCK * 2 ** min(lane.blocks, 10), LONGEST_BLOCK)
    lane.blocks += 1
    lane.trouble = reason
    if slow_down:
        lane.rate = max(SLOWEST, (lane.rate or seen_rate) / 2)
    lane.save(update_fields=["blocked_until", "blocks", "trouble", "rate"])


def note_success(lane: Lane, *, seen_rate: float) -> None:
    """Forget earlier trouble after a batch that went well, and let a slowed lane creep up again."""
    if lane.blocks == 0 and lane.rate == lane.ceiling:
        return
    now_held = Lane.objects.select_for_update().get(pk=lane.pk)
    now_held.blocks, now_held.trouble, now_held.blocked_until = 0, Reason.NONE, None
    now_held.rate = _crept_up(now_held, seen_rate)
    now_held.save(update_fields=["blocks", "trouble", "blocked_until", "rate"])


def _crept_up(lane: Lane, seen_rate: float) -> float | None:
    if lane.rate is None or lane.rate == lane.ceiling:
        return lane.rate
    faster = lane.rate * CREEP
    if lane.ceiling is not None:
        return min(faster, lane.ceiling)
    # Without a ceiling the limit goes once it is no longer what holds the lane back.
    return None if faster > 2 * max(seen_rate, 50.0) else faster
