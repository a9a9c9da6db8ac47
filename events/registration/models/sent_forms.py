"""Forms of the workspace that were sent, so that a button that is pressed twice does it once."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """The key that a form carried. Rows are of use for a day."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="evreg_sent_form_once")]

    def __str__(self) -> str:
        return self.key
