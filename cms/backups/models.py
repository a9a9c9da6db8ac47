"""When the last backup was made: the health page asks, and the files may long be on another machine."""

from django.db import models


class Backup(models.Model):
    """A backup that was made and read again.

    size: bytes of the file. rows: of all tables together. The row itself is not in the backup it tells of.
    """

    made_at = models.DateTimeField()
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    rows = models.BigIntegerField()

    class Meta:
        get_latest_by = "made_at"

    def __str__(self) -> str:
        return self.name
