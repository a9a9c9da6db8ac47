"""What mail contributes: its sweeper, erasure, who may look after it, a card for the staff."""

from collections.abc import Iterable
from datetime import timedelta

from cms.plugin_api import Contribution, RolePermissions, Schedule, StaffPanel

from . import clock, pump
from .admin import today
from .bulk import engine
from .bulk import services as bulk
from .returns import erasure as returns_erasure
from .returns import noting, polling
from .services import erase_due, opt_in


def contribute() -> Iterable[Contribution]:
    # At every tick and before all that takes its time: half a minute after a worker is there again nobody waits for it.
    yield Schedule(key="pick_up_bulk", run=engine.pick_up, when=timedelta(seconds=10), order=50)
    yield Schedule(key="clock", run=clock.put_right, when=timedelta(minutes=5))
    yield Schedule(key="sweep", run=pump.sweep, when=timedelta(seconds=30), order=9000)  # behind all that is quick
    yield Schedule(key="sweep_bulk", run=engine.sweep, when=timedelta(seconds=30), order=9000)
    yield Schedule(key="poll_returns", run=polling.poll, when=timedelta(minutes=2), order=9100)
    yield Schedule(key="heed_returns", run=noting.heed_waiting, when=timedelta(minutes=2))
    yield Schedule(key="erase_returns", run=returns_erasure.erase_due, when=timedelta(hours=1))
    yield Schedule(key="erase_bulk", run=bulk.erase_due, when=timedelta(hours=1))
    yield Schedule(key="erase", run=erase_due, when=timedelta(hours=1))
    yield Schedule(key="erase_wishes", run=opt_in.erase_due, when=timedelta(hours=1))
    for role in ("desk", "newsletter", "manager"):
        yield RolePermissions(role=role, model="mail.Delivery", actions=("view", "change"))
    for role in ("newsletter", "manager"):
        yield RolePermissions(role=role, model="mail.Campaign", actions=("view", "change"))
    for role in ("newsletter", "manager"):
        yield RolePermissions(role=role, model="mail.Suppression", actions=("view", "change"))
        yield RolePermissions(role=role, model="mail.ConsentEvent", actions=("view",))
    yield RolePermissions(role="manager", model="mail.Lane", actions=("change",))
    yield StaffPanel(key="stuck", template="mail/admin/today.html", context=today.stuck_context, order=50)
