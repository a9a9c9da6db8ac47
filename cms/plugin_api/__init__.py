"""What a plugin's author imports. Small, typed, stable; core apps use the same door.

Models for authors live in `cms.plugin_api.models` and are never re-exported here: importing them needs loaded apps.
"""

from .contributions import (
    ApiEndpoint,
    Block,
    Contribution,
    Demo,
    EventPanel,
    FormBox,
    HomeSection,
    HtmlFilter,
    Landmark,
    Listener,
    MailKind,
    MenuItem,
    NewsletterSection,
    PageType,
    Report,
    RolePermissions,
    Schedule,
    SearchKind,
    SiteSettings,
    SlotFill,
    StaffPanel,
    Urls,
)
from .given import BoxTicked, BoxWords, DemoContext, LetterContext, LetterItem
from .plugin import Plugin
from .receiving import receiver
from .refusals import Refusal
from .registry import DuplicateContribution, Registry, contributions_changed, is_on

__all__ = [
    "ApiEndpoint",
    "Block",
    "BoxTicked",
    "BoxWords",
    "Contribution",
    "Demo",
    "DemoContext",
    "DuplicateContribution",
    "EventPanel",
    "FormBox",
    "HomeSection",
    "HtmlFilter",
    "Landmark",
    "LetterContext",
    "LetterItem",
    "Listener",
    "MailKind",
    "MenuItem",
    "NewsletterSection",
    "PageType",
    "Plugin",
    "Refusal",
    "Registry",
    "Report",
    "RolePermissions",
    "Schedule",
    "SearchKind",
    "SiteSettings",
    "SlotFill",
    "StaffPanel",
    "Urls",
    "contributions_changed",
    "is_on",
    "receiver",
]
