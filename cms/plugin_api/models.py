"""Models that a plugin's author derives from. Import them in `models.py` only: they need loaded apps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventExtension(models.Model):
    """Facts that a plugin keeps about an event: one row for each, edited through an `EventPanel`.

    `event` is the event's own key (its UUID, the same in every language), without a foreign key: the plugin's table
    hangs on nothing of core, and switching the plugin off or taking it away leaves events as they are. A row whose
    event is gone stays until the plugin deletes it; a plugin listens for that.
    """

    event = models.UUIDField(_("event"), unique=True, editable=False)

    class Meta:
        abstract = True
