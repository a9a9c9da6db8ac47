"""Topics, readers and what they subscribe to."""

from .imports import SubscriberImport
from .subscribers import Subscriber, Subscription
from .topics import Area, Topic

__all__ = ["Area", "Subscriber", "SubscriberImport", "Subscription", "Topic"]
