"""The closed sets that facts about organisations are chosen from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """種別: what sort of body it is, whatever its legal form."""

    NPO = "npo", _("Citizens' group or NPO")
    INTERMEDIARY = "intermediary", _("Intermediary support organisation")
    HUB = "hub", _("Hub or place for dialogue")
    NETWORK = "network", _("Network")
    PUBLIC = "government", _("Public body")
    COMPANY = "company", _("Company")
    SCHOOL = "school", _("School or university")
    FUNDER = "funder", _("Funder")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood association")
    OTHER = "other", _("Other")


class Status(models.TextChoices):
    """活動状況: whether it is there now."""

    ACTIVE = "active", pgettext_lazy("organisation", "Active")
    DORMANT = "dormant", _("Dormant")
    DISSOLVED = "dissolved", _("Dissolved")
    MERGED = "merged", _("Merged")


def status_kind(status: str) -> str:
    """The shape that goes with a status: see `components/status.html`."""
    return {Status.ACTIVE: "ongoing", Status.DORMANT: "wait"}.get(Status(status), "ended")


class ContactKind(models.TextChoices):
    """How the organisation is reached."""

    TELEPHONE = "tel", _("Telephone")
    FAX = "fax", _("FAX")
    MAIL = "mail", _("Mail address")
    WEB = "web", _("Website")
    ADDRESS = "address", _("Postal address")
    SNS = "sns", _("Social media")
    OTHER = "other", _("Other")


class NetworkPattern(models.TextChoices):
    """What a network is for, in the terms of network research."""

    MISSION = "mission", _("Works on one task together")
    ENABLING = "enabling", _("Makes exchange and cooperation possible")
    COORDINATOR = "coordinator", _("Coordinates between members")
    RESOURCE = "resource", _("Shares people, money or places")


class MonthOfYear(models.IntegerChoices):
    """The month in which a body's fiscal year starts."""

    JANUARY = 1, _("January")
    FEBRUARY = 2, _("February")
    MARCH = 3, _("March")
    APRIL = 4, _("April")
    MAY = 5, _("May")
    JUNE = 6, _("June")
    JULY = 7, _("July")
    AUGUST = 8, _("August")
    SEPTEMBER = 9, _("September")
    OCTOBER = 10, _("October")
    NOVEMBER = 11, _("November")
    DECEMBER = 12, _("December")


class ListOrder(models.TextChoices):
    """The order of a directory."""

    KANA = "kana", _("In the order of the Japanese syllabary")
    NEWEST = "newest", _("Newest first")
    VERIFIED = "verified", _("Last verified first")
