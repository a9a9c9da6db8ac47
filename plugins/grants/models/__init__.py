"""The models of grants, a module per noun."""

from .awards import Award
from .calls import GrantCall
from .event_grants import EventGrant
from .followers import GrantFollower, Reminder
from .funders import Funder
from .grant_settings import GrantSettings
from .pages import GrantIndexPage, GrantPage
from .plan_steps import PlanStep
from .programmes import GrantProgramme

__all__ = [
    "Award",
    "EventGrant",
    "Funder",
    "GrantCall",
    "GrantFollower",
    "GrantIndexPage",
    "GrantPage",
    "GrantProgramme",
    "GrantSettings",
    "PlanStep",
    "Reminder",
]
