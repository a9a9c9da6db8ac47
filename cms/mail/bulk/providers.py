"""Which mail provider an address belongs to."""

from typing import Any

from django.utils.translation import pgettext_lazy

OTHER = "other"
# Providers that look at how much one sender sends them, with all the domains that are theirs.
DOMAINS: dict[str, tuple[str, ...]] = {
    "gmail": ("gmail.com", "googlemail.com"),
    "yahoo_jp": ("yahoo.co.jp", "ybb.ne.jp", "ymail.ne.jp"),
    "docomo": ("docomo.ne.jp",),
    "au": ("au.com", "ezweb.ne.jp"),
    "softbank": (
        "softbank.ne.jp", "i.softbank.jp", "vodafone.ne.jp", "disney.ne.jp", "ymobile.ne.jp", "ymobile1.ne.jp",
        "yahoo.ne.jp", "emnet.ne.jp", "emobile.ne.jp", "pdx.ne.jp", "willcom.com",
    ),
    "icloud": ("icloud.com", "me.com", "mac.com"),
    "microsoft": (
        "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.com", "live.jp", "msn.com",
    ),
}  # fmt: skip
GROUP_OF = {domain: group for group, domains in DOMAINS.items() for domain in domains}
GROUPS = (*DOMAINS, OTHER)
LABELS: dict[str, Any] = {
    "gmail": pgettext_lazy("mail provider", "Gmail"),
    "yahoo_jp": pgettext_lazy("mail provider", "Yahoo! JAPAN"),
    "docomo": pgettext_lazy("mail provider", "docomo"),
    "au": pgettext_lazy("mail provider", "au"),
    "softbank": pgettext_lazy("mail provider", "SoftBank"),
    "icloud": pgettext_lazy("mail provider", "iCloud"),
    "microsoft": pgettext_lazy("mail provider", "Outlook and Hotmail"),
    OTHER: pgettext_lazy("mail provider", "All others"),
}


def group_of(address: str) -> str:
    """Return the group of an address that `cms.mail.addresses.is_address` accepts."""
    domain = address.rpartition("@")[2].lower()
    return GROUP_OF.get(domain) or GROUP_OF.get(domain.partition(".")[2], OTHER)
