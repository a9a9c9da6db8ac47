"""The states of a campaign, and why a candidate gets nothing. Its deliveries have those of `cms.mail.states`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(models.TextChoices):
    """Where a bulk sending stands. Only RUNNING hands anything over."""

    PREPARING = "preparing", pgettext_lazy("bulk mail", "Being prepared")
    READY = "ready", pgettext_lazy("bulk mail", "Ready")
    RUNNING = "running", pgettext_lazy("bulk mail", "Being sent")
    PAUSED = "paused", pgettext_lazy("bulk mail", "Paused")
    CANCELLED = "cancelled", pgettext_lazy("bulk mail", "Called off")
    FINISHED = "finished", pgettext_lazy("bulk mail", "Finished")


# Whoever starts, pauses, resumes or calls off; the engine itself finishes, and pauses when too much comes back.
MOVES: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.PREPARING: frozenset({CampaignState.READY, CampaignState.CANCELLED}),
    CampaignState.READY: frozenset({CampaignState.RUNNING, CampaignState.CANCELLED}),
    CampaignState.RUNNING: frozenset({CampaignState.PAUSED, CampaignState.CANCELLED, CampaignState.FINISHED}),
    CampaignState.PAUSED: frozenset({CampaignState.RUNNING, CampaignState.CANCELLED}),
    CampaignState.CANCELLED: frozenset(),
    CampaignState.FINISHED: frozenset({CampaignState.RUNNING}),
}


class PauseReason(models.TextChoices):
    """Why it was paused."""

    NONE = "", ""
    BY_STAFF = "by_staff", _("Staff paused it.")
    TOO_MANY_UNKNOWN = (
        "too_many_unknown",
        _("It paused itself: many of the addresses do not exist. Please look at where they come from."),
    )
    TOO_MANY_COMPLAINTS = (
        "too_many_complaints",
        _("It paused itself: readers told their mail providers that they do not want it. Please look at who gets it."),
    )


class Exclusion(models.TextChoices):
    """Why a candidate gets no delivery. Whoever prepares may exclude for reasons of its own besides.

    The second half is what lists of readers have in common; only whoever prepares can tell.
    """

    NO_ADDRESS = "no_address", _("No valid mail address")
    SUPPRESSED = "suppressed", _("On the list of addresses that get no letters")
    DUPLICATE = "duplicate", _("The same address once more")
    NOT_CONFIRMED = "not_confirmed", pgettext_lazy("left out", "Has not confirmed yet")
    STOPPED = "stopped", pgettext_lazy("left out", "Has stopped")
    PAUSING = "pausing", pgettext_lazy("left out", "Is pausing")
    OTHER_AREA = "other_area", pgettext_lazy("left out", "Another area than those the letter is for")
    NOT_SO_OFTEN = "not_so_often", pgettext_lazy("left out", "Wants letters less often, and had one lately")
    DEADLINES_ONLY = "deadlines_only", pgettext_lazy("left out", "Wants only what has a deadline")
    NOTHING_NEW = "nothing_new", pgettext_lazy("left out", "Has had all of it before")
