"""What is sent, to whom, who agreed to it, and who gets nothing any more: single mails, and bulk mails apart."""

from .bulk_deliveries import BulkDelivery
from .campaigns import Campaign, Departure, Edition
from .consents import Channel, ConsentAction, ConsentEvent, ConsentWording
from .deliveries import Delivery
from .lanes import Batch, Lane, SendingBudget, SendingDay
from .mailings import MailAttachment, Mailing
from .opt_ins import OptIn
from .returns import ReturnedMail, ReturnIntake, ReturnKind, ReturnSource
from .suppressions import Suppression

__all__ = [
    "Batch",
    "BulkDelivery",
    "Campaign",
    "Channel",
    "ConsentAction",
    "ConsentEvent",
    "ConsentWording",
    "Delivery",
    "Departure",
    "Edition",
    "Lane",
    "MailAttachment",
    "Mailing",
    "OptIn",
    "ReturnIntake",
    "ReturnKind",
    "ReturnSource",
    "ReturnedMail",
    "SendingBudget",
    "SendingDay",
    "Suppression",
]
