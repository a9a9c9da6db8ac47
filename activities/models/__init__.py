"""The models of activities, a module per noun."""

from .activity_page import ActivityKeyword, ActivityPage
from .facts import NumberLine, Outcome, PartnerLine, PillarPeriod, PredecessorLink
from .index_page import ActivityIndexPage

__all__ = [
    "ActivityIndexPage",
    "ActivityKeyword",
    "ActivityPage",
    "NumberLine",
    "Outcome",
    "PartnerLine",
    "PillarPeriod",
    "PredecessorLink",
]
