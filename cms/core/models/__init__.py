"""The models of core, a module per noun."""

from .fact_texts import FactText
from .generation import Generation
from .keywords import FormerKeyword, Keyword
from .pages import BasePage
from .public_attempts import PublicAttempt
from .role_grants import RoleGrant, StaffRole
from .routing import FallbackRouting
from .schedule_runs import ScheduleRun
from .site_settings import Appearance, Centre, SiteLanguages

__all__ = [
    "Appearance",
    "BasePage",
    "Centre",
    "FactText",
    "FallbackRouting",
    "FormerKeyword",
    "Generation",
    "Keyword",
    "PublicAttempt",
    "RoleGrant",
    "ScheduleRun",
    "SiteLanguages",
    "StaffRole",
]
