"""Topics, readers and what they subscribe to; letters, and what became of them."""

from .digests import DigestRule, DigestRun, DigestWords, Outcome, Release, Rhythm, Weekday, WeekOfMonth
from .imports import SubscriberImport
from .issues import IssueVersion, NewsletterIndexPage, NewsletterIssue, Words
from .letter_settings import LetterSettings
from .rehearsals import Rehearsal, RehearsalState
from .sendings import Sending, Step, WhyStuck
from .subscribers import Subscriber, Subscription
from .topics import Area, Topic

__all__ = [
    "Area",
    "DigestRule",
    "DigestRun",
    "DigestWords",
    "IssueVersion",
    "LetterSettings",
    "NewsletterIndexPage",
    "NewsletterIssue",
    "Outcome",
    "Rehearsal",
    "RehearsalState",
    "Release",
    "Rhythm",
    "Sending",
    "Step",
    "Subscriber",
    "SubscriberImport",
    "Subscription",
    "Topic",
    "WeekOfMonth",
    "Weekday",
    "WhyStuck",
    "Words",
]
