from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Staff accounts")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens of user accounts, whose list says who has which role."""

    user_viewset = "cms.accounts.viewsets.StaffViewSet"
