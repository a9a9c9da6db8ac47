"""What other apps and the staff's pages call: put a mail into the outbox, take it back, look after what got stuck."""

from .attention import note_arrival, note_as_dealt_with, retry, withdraw_by_staff
from .erasure import erase_due
from .outbox import KEPT_FOR, Attachment, queue, withdraw

__all__ = [
    "KEPT_FOR",
    "Attachment",
    "erase_due",
    "note_arrival",
    "note_as_dealt_with",
    "queue",
    "retry",
    "withdraw",
    "withdraw_by_staff",
]
