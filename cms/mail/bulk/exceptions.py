"""Refusals of the bulk engine. They are for whoever calls its services."""


class PreparationUnderWay(Exception):
    """Another process is preparing this campaign at this moment."""


class PreparationTakenOver(Exception):
    """Another process has begun to prepare this campaign anew: what this one wrote is gone."""


class CampaignMoveRefused(Exception):
    """A campaign cannot go from its present state to the wanted one."""
