"""Refusals of the bulk engine. They are for whoever calls its services."""

from django.utils.translation import gettext_lazy as _


class PreparationUnderWay(Exception):
    """Another process is preparing this campaign at this moment."""


class PreparationTakenOver(Exception):
    """Another process has begun to prepare this campaign anew: what this one wrote is gone."""


class CampaignMoveRefused(Exception):
    """A campaign cannot go from its present state to the wanted one."""


class NotBegun(CampaignMoveRefused):
    """Nothing of a campaign has left, so that there is nothing to pause. `message` is for whoever asked."""

    message = _("It has not begun yet, so there is nothing to pause. If it is not to be sent, call it off.")


class LimitRefused(Exception):
    """A limit of sending lies outside what is allowed. `field`: which one."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field
