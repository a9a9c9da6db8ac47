"""Topics, readers and what they subscribe to; letters, and what became of them."""

from .imports import SubscriberImport
from .issues import IssueVersion, NewsletterIndexPage, NewsletterIssue, Words
from .letter_settings import LetterSettings
from .sendings import Sending, Step
from .subscribers import Subscriber, Subscription
from .topics import Area, Topic

__all__ = [
    "Area",
    "IssueVersion",
    "LetterSettings",
    "NewsletterIndexPage",
    "NewsletterIssue",
    "Sending",
    "Step",
    "Subscriber",
    "SubscriberImport",
    "Subscription",
    "Topic",
    "Words",
]
