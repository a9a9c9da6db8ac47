from django.db import models


class Wrong(models.Model):
    """Two fields that a system check refuses."""

    text = models.CharField()
    number = models.DecimalField()
