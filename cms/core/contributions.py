"""What core itself contributes."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms import planner_statistics
from cms.background import services as background
from cms.plugin_api import Contribution, Demo, MenuItem, RolePermissions, Schedule, StaffPanel

from . import demo_staff, schedules, today
from .public_forms import limits


def contribute() -> Iterable[Contribution]:
    for role in ("moderator", "manager"):
        yield RolePermissions(role=role, model="core.Keyword", actions=("add", "change", "delete"))
    yield RolePermissions(role="editor", model="core.Keyword", actions=("add", "change"))
    for model in ("core.Appearance", "core.Centre", "core.SiteLanguages"):
        yield RolePermissions(role="manager", model=model, actions=("add", "change"))
    for role in ("editor", "moderator", "manager"):
        yield RolePermissions(role=role, model="kakehashi_search.SynonymClass", actions=("add", "change", "delete"))
    yield Demo(key="staff", load=demo_staff.load, order=50)
    yield Schedule(key="publish_scheduled", run=schedules.publish_scheduled, when=timedelta(seconds=30))
    # What a lost message left behind: the rows say what is to be done.
    yield Schedule(key="background_jobs", run=background.run_waiting, when=timedelta(seconds=15))
    yield Schedule(key="public_attempts", run=limits.forget, when=timedelta(minutes=10))
    yield Schedule(key="planner_statistics", run=planner_statistics.refresh_daily, when=timedelta(days=1), order=9500)
    yield MenuItem(
        key="keywords", label=_("Keywords"), url=lambda request: reverse("keyword_index"), section="footer", order=600
    )
    yield StaffPanel(key="waiting", template="core/today/waiting.html", context=today.waiting_context, order=100)
    yield StaffPanel(key="stale", template="core/today/stale.html", context=today.stale_context, order=900)
