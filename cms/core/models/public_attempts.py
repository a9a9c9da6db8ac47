"""How often somebody sent a public form in the present window of time."""

from django.db import models


class PublicAttempt(models.Model):
    """A count. `who` is a keyed hash of form, window and network address, from which nobody finds the address."""

    who = models.CharField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
