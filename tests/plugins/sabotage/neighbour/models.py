from django.db import models


class Row(models.Model):
    """A plugin among broken ones, with nothing wrong about it."""
