"""What the mails of each kind are called on the staff's page."""

from cms.plugin_api import MailKind, Registry

__all__ = ["MailKind", "choices", "label_of"]


def label_of(name: str) -> str:
    """Return what an app calls a kind of mail, also while its plugin is off; empty when none has named it."""
    return next((str(contributed.label) for contributed in Registry.loaded(MailKind) if contributed.name == name), "")


def choices() -> list[tuple[str, str]]:
    """Return name and label of every named kind, by label."""
    named = ((contributed.name, str(contributed.label)) for contributed in Registry.loaded(MailKind))
    return sorted(named, key=lambda item: item[1])
