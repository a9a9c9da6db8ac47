"""What other apps call: put a mail into the outbox, take it back."""

from .outbox import KEPT_FOR, Attachment, queue, withdraw

__all__ = ["KEPT_FOR", "Attachment", "queue", "withdraw"]
