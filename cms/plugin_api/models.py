"""Models that a plugin's author derives from. Import them in `models.py` only: they need loaded apps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventExtension(models.Model):
    """Facts that a plugin keeps about an event: one row for each, edited through an `EventPanel`.

    `event` is the event's own key, `Event.page_key`: the `translation_key` of the pages that tell about it, the same
    in every language. It is no foreign key: the plugin's table hangs on nothing of core, and switching the plugin off
    or taking it away leaves events as they are. Events are called off and never deleted, also when their pages are, so
    the row stays too.
    """

    event = models.UUIDField(_("event"), unique=True, editable=False)

    class Meta:
        abstract = True
