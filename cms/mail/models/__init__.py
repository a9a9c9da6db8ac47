"""What is sent, to whom, and who gets nothing any more. The tables serve single mails and, later, newsletters."""

from .deliveries import Delivery
from .mailings import MailAttachment, Mailing
from .suppressions import Suppression

__all__ = ["Delivery", "MailAttachment", "Mailing", "Suppression"]
