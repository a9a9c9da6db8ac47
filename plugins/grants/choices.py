"""The closed sets that facts about grants are chosen from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FunderKind(models.TextChoices):
    """Who gives: the usual distinction in lists of grants."""

    GOVERNMENT = "government", pgettext_lazy("funder", "National government or its agency")
    MUNICIPALITY = "municipality", pgettext_lazy("funder", "Prefecture or municipality")
    FOUNDATION = "foundation", pgettext_lazy("funder", "Private foundation")
    COMPANY = "company", pgettext_lazy("funder", "Company")
    COMMUNITY_CHEST = "community_chest", pgettext_lazy("funder", "Community Chest")
    CITIZENS_FUND = "citizens_fund", pgettext_lazy("funder", "Citizens’ fund")
    OTHER = "other", pgettext_lazy("funder", "Other")


class Cycle(models.TextChoices):
    """How often the grant is called."""

    ANNUAL = "annual", pgettext_lazy("grant", "Once a year")
    TWICE = "twice", pgettext_lazy("grant", "Twice a year")
    ROLLING = "rolling", pgettext_lazy("grant", "At any time")
    IRREGULAR = "irregular", pgettext_lazy("grant", "Irregularly")


class ClosingKind(models.TextChoices):
    """What has to have happened by the deadline."""

    RECEIVED = "received", pgettext_lazy("deadline", "Must have arrived")
    POSTMARKED = "postmarked", pgettext_lazy("deadline", "Postmark counts")
    COUNTER = "counter", pgettext_lazy("deadline", "Handed in at the counter")
    ONLINE = "online", pgettext_lazy("deadline", "Sent online")


class Cost(models.TextChoices):
    """対象経費: what the money may be spent on."""

    PERSONNEL = "personnel", pgettext_lazy("cost", "Personnel")
    HONORARIA = "honoraria", pgettext_lazy("cost", "Honoraria for speakers and helpers")
    TRAVEL = "travel", pgettext_lazy("cost", "Travel")
    SUPPLIES = "supplies", pgettext_lazy("cost", "Supplies")
    EQUIPMENT = "equipment", pgettext_lazy("cost", "Equipment")
    PRINTING = "printing", pgettext_lazy("cost", "Printing and publicity")
    VENUE = "venue", pgettext_lazy("cost", "Rooms and hire")
    COMMISSION = "commission", pgettext_lazy("cost", "Work given to others")
    OVERHEAD = "overhead", pgettext_lazy("cost", "Rent and running costs of the office")
    ACTIVITY = "activity", pgettext_lazy("cost", "Costs of the activity in general")


class LegalForm(models.TextChoices):
    """Who may apply, by legal form. ANY is said by the funder; nothing chosen means that it is not known."""

    ANY = "any", pgettext_lazy("applicant", "Any form, also without one")
    UNINCORPORATED = "unincorporated", pgettext_lazy("applicant", "Unincorporated groups")
    NPO = "npo", pgettext_lazy("applicant", "NPO corporations")
    ASSOCIATION = "association", pgettext_lazy("applicant", "General incorporated associations and foundations")
    PUBLIC_INTEREST = "public_interest", pgettext_lazy("applicant", "Public interest corporations")
    SOCIAL_WELFARE = "social_welfare", pgettext_lazy("applicant", "Social welfare corporations")
    NEIGHBOURHOOD = "neighbourhood", pgettext_lazy("applicant", "Neighbourhood associations")
    SCHOOL = "school", pgettext_lazy("applicant", "Schools")
    COMPANY = "company", pgettext_lazy("applicant", "Companies")
    PERSON = "person", pgettext_lazy("applicant", "Individuals")


class Partners(models.TextChoices):
    """Whether one can apply alone."""

    UNKNOWN = "", pgettext_lazy("partners", "Not known")
    ALONE = "alone", pgettext_lazy("partners", "One group alone can apply")
    REQUIRED = "required", pgettext_lazy("partners", "Only together with others")


class Size(models.TextChoices):
    """助成額: the most that one group gets, in the steps by which people look."""

    TO_100K = "to_100k", _("Up to 100,000 yen")
    TO_300K = "to_300k", _("Up to 300,000 yen")
    TO_1M = "to_1m", _("Up to 1 million yen")
    TO_5M = "to_5m", _("Up to 5 million yen")
    ABOVE = "above", _("More than 5 million yen")


#: The highest amount of each size; the last has none.
SIZE_LIMITS = ((Size.TO_100K, 100_000), (Size.TO_300K, 300_000), (Size.TO_1M, 1_000_000), (Size.TO_5M, 5_000_000))
