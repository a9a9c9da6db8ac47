"""What is sent, to whom, and who gets nothing any more: single mails, and bulk mails with tables of their own."""

from .bulk_deliveries import BulkDelivery
from .campaigns import Campaign, Departure, Edition
from .deliveries import Delivery
from .lanes import Batch, Lane
from .mailings import MailAttachment, Mailing
from .suppressions import Suppression

__all__ = [
    "Batch",
    "BulkDelivery",
    "Campaign",
    "Delivery",
    "Departure",
    "Edition",
    "Lane",
    "MailAttachment",
    "Mailing",
    "Suppression",
]
