"""The list of staff accounts: what each may do, at a glance."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.users.views.users import IndexView, UserViewSet

from .models import User


def access_of(user: User) -> str:
    """Return the names of the groups that somebody is in; of who may do everything, that first."""
    everything = [gettext("Admin")] if user.is_superuser else []  # Wagtail's word
    return gettext(", ").join([*everything, *(group.name for group in user.groups.all())])


class StaffIndexView(IndexView):
    """As Wagtail's, where only administrators had anything in the column of rights."""

    @cached_property
    def columns(self) -> list[Any]:
        columns = super().columns
        for column in columns:
            if column.name == "is_superuser":
                column.accessor, column.width = access_of, "20%"
        return columns  # type: ignore[no-any-return]

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().prefetch_related("groups")  # type: ignore[no-any-return]


class StaffViewSet(UserViewSet):
    """Wagtail's, with our list."""

    index_view_class = StaffIndexView
