from django.db import models

from cms.plugin_api.models import EventExtension


class Plain(models.Model):
    """No extension of an event."""

    words = models.CharField(max_length=10)


class Extension(EventExtension):
    """A sound extension; the panels over it are not."""

    words = models.CharField(max_length=10)
