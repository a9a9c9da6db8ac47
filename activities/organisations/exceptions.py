"""Refusals."""

from django.utils.translation import gettext_lazy as _


class MergeRefused(Exception):
    """An organisation cannot be merged into the one that was chosen; `message` says why."""

    message = _("These two organisations cannot be merged.")


class MergeIntoItself(MergeRefused):
    message = _("An organisation cannot be merged into itself.")


class MergeInCircles(MergeRefused):
    message = _("The chosen organisation was itself merged into this one.")


class MergeAcrossSites(MergeRefused):
    message = _("The chosen organisation belongs to another site.")


class AlreadyMerged(MergeRefused):
    message = _("This organisation has been merged already.")


class NotMerged(Exception):
    """There is no merge to take back."""
