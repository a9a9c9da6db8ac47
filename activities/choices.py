"""The closed sets that facts about activities are chosen from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pillar(models.TextChoices):
    """柱: in whose name the work is done. A project may move from one to another."""

    CIVIC_SUPPORT = "civic_support", _("Support for civic activity")
    OWN_PROGRAMME = "own_programme", _("Own programme")
    GOV_COLLABORATION = "gov_collaboration", _("Collaboration with government")
    MULTI_ACTOR_CASE = "multi_actor_case", _("Case with many partners")


class PartnerRole(models.TextChoices):
    """役割: what a body did in the activity."""

    CARRIED_OUT = "carried_out", _("carried it out")
    COMMISSIONED = "commissioned", _("commissioned it")
    COHOSTED = "cohosted", _("co-hosted it")
    ENDORSED = "endorsed", _("endorsed it")
    COOPERATED = "cooperated", _("cooperated")
    COLLABORATED = "collaborated", _("collaborated")
    SECTION_IN_CHARGE = "section_in_charge", _("section in charge")
    FUNDED = "funded", _("funded it")
    PROPOSED = "proposed", _("proposed it")
    TAUGHT = "taught", _("taught")
    VENUE = "venue", _("gave the venue")


class PartnerKind(models.TextChoices):
    """関わった立場: which parts of society took part."""

    GOVERNMENT = "government", _("Government")
    NPO = "npo", _("NPOs and civic groups")
    RESIDENTS = "residents", _("Residents and neighbourhood")
    COMPANY = "company", _("Companies")
    SCHOOL = "school", _("Schools and universities")
    EXPERTS = "experts", _("Specialists")


class Stage(models.TextChoices):
    """段階: how far a proposal has come on the way from consultation over deliberation to practice."""

    CONSULTATION = "consultation", _("Consultation")
    DELIBERATION = "deliberation", _("Deliberation")
    PRACTICE = "practice", _("Practice")
    POLICY = "policy", _("Became ordinary policy")
    SPUN_OUT = "spun_out", _("Became a private venture")
    ENDED = "ended", _("Ended")
