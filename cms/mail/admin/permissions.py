"""Who may see and look after the mails of which site."""

from typing import Any

from django.http import HttpRequest

from cms.core.permissions import SiteScopedPolicy
from cms.mail.models import Delivery
from cms.mail.querysets import DeliveryQuerySet


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(Delivery)


def may_look(user: Any) -> bool:
    return policy().user_has_any_permission(user, ["view", "change"])


def rows_of(request: HttpRequest) -> DeliveryQuerySet:
    """Return the mails of the sites that this person looks after."""
    return policy().instances_user_has_any_permission_for(request.user, ["view", "change"])  # type: ignore[return-value]


def may_act(user: Any, delivery: Delivery) -> bool:
    return policy().user_has_permission_for_instance(user, "change", delivery)
