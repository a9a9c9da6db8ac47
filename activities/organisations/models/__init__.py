"""The models of organisations, a module per noun."""

from .choices import ContactKind, Kind, MonthOfYear, NetworkPattern, Status
from .contacts import ContactItem, Service
from .departments import Department, Programme
from .facets import Area, Domain, NpoField
from .networks import NetworkMeeting, NetworkMember, NetworkProfile
from .organisations import FormerSlug, Organisation, OrganisationKeyword
from .texts import OrganisationText

__all__ = [
    "Area",
    "ContactItem",
    "ContactKind",
    "Department",
    "Domain",
    "FormerSlug",
    "Kind",
    "MonthOfYear",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkPattern",
    "NetworkProfile",
    "NpoField",
    "Organisation",
    "OrganisationKeyword",
    "OrganisationText",
    "Programme",
    "Service",
    "Status",
]
