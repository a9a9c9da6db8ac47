"""The models of organisations, a module per noun."""

from .choices import ContactKind, Kind, ListOrder, MonthOfYear, NetworkPattern, Status
from .contacts import ContactItem, Service
from .departments import Department, Programme
from .directories import OrganisationDirectoryPage
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
    "ListOrder",
    "MonthOfYear",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkPattern",
    "NetworkProfile",
    "NpoField",
    "Organisation",
    "OrganisationDirectoryPage",
    "OrganisationKeyword",
    "OrganisationText",
    "Programme",
    "Service",
    "Status",
]
