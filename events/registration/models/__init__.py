"""Facts about events, and who takes part in them."""

from .about_event import Chapter, Desk, EventFigure, EventLanguage, EventOrganiser
from .attendance import Attendance
from .drawing import Draw
from .events import Event
from .form_versions import FormVersion
from .parties import Answer, Member, Need
from .places import CapacityPool, Offering, OfferingPool
from .records import ErasureReport, GroupMessage, Notice, RegistrationEvent
from .registrations import Allocation, Registration
from .sent_forms import SentForm
from .sessions import Session
from .venues import Venue

__all__ = [
    "Allocation",
    "Answer",
    "Attendance",
    "CapacityPool",
    "Chapter",
    "Desk",
    "Draw",
    "ErasureReport",
    "Event",
    "EventFigure",
    "EventLanguage",
    "EventOrganiser",
    "FormVersion",
    "GroupMessage",
    "Member",
    "Need",
    "Notice",
    "Offering",
    "OfferingPool",
    "Registration",
    "RegistrationEvent",
    "SentForm",
    "Session",
    "Venue",
]
