"""What the mails of each kind are called on the staff's page."""

from dataclasses import dataclass

from cms.plugin_api import Contribution, Registry
from cms.plugin_api.contributions import Text


@dataclass(frozen=True, kw_only=True)
class MailKind(Contribution):
    """Names a kind of mail that an app queues, for example "registration.confirmed": "Confirmation of a registration".

    An app returns it from `contribute()` beside its other contributions.
    """

    kind = "mail_kind"
    name: str
    label: Text


def label_of(name: str) -> str:
    """Return what an app calls a kind of mail, also while its plugin is off; empty when none has named it."""
    return next((str(contributed.label) for contributed in Registry.loaded(MailKind) if contributed.name == name), "")


def choices() -> list[tuple[str, str]]:
    """Return name and label of every named kind, by label."""
    named = ((contributed.name, str(contributed.label)) for contributed in Registry.loaded(MailKind))
    return sorted(named, key=lambda item: item[1])
