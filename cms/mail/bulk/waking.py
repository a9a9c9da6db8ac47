"""Wake workers for the lanes on which something is due. Losing a wake-up costs half a minute: the sweeper drives."""

from django.db import connection, transaction
from django.utils import timezone

from cms.mail.models import Campaign
from cms.mail.waking import send

from .claiming import lanes_due
from .lanes import have_lanes

TASK = "mail.drive_lane"


def wake_after_commit() -> None:
    """Wake workers once the present transaction commits."""
    if not any(hook is wake_all for _savepoints, hook, *_rest in connection.run_on_commit):
        transaction.on_commit(wake_all)


def wake_all() -> None:
    """Wake a worker for every connection of every lane that a running campaign has readers on. Never raises."""
    now = timezone.now()
    if not Campaign.objects.sendable(at=now).exists():
        return
    have_lanes()
    for lane in lanes_due(now=now):
        if not all(wake(lane.pk) for _each in range(lane.connections)):
            return


def wake(lane_id: int) -> bool:
    """Tell a worker to drive a lane; say whether the broker took it. Carries the lane's number alone."""
    return send(TASK, lane_id)
