"""The mark by which every process knows whether what it remembers of the published site still holds."""

from django.db import models


class Generation(models.Model):
    """A token that is another one after every change of what public pages share.

    A token and not a number: a change that was rolled back must not have used up the number of the next one.
    """

    name = models.CharField(max_length=30, primary_key=True)
    token = models.CharField(max_length=32)

    class Meta:
        db_table = "core_generation"

    def __str__(self) -> str:
        return self.name
