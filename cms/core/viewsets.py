"""Admin viewsets for rows that belong to a site."""

from functools import cached_property
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import lazy
from django.utils.translation import gettext
from wagtail import permissions
from wagtail.models import Site
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from .permissions import SiteScopedPolicy


class SiteScopedCreateView(CreateView):
    """A new row belongs to a site of the person who makes it."""

    def get_initial_form_instance(self) -> Any:
        row = super().get_initial_form_instance() or self.model()
        row.site = site_for_new_row(self.request, self.permission_policy)
        return row


class RowChecked:
    """Stands before a view of one row and asks the policy about that row; Wagtail's views ask about the model only.

    Deleting needs the right to delete that row, changing to change it, everything else to see or change it.
    """

    rows_of: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        viewset, pk = self.rows_of, kwargs.get("pk", args[0] if args else None)
        if pk is not None:
            row = get_object_or_404(viewset.model, pk=unquote(str(pk)))
            required = getattr(self, "permission_required", None)
            actions = [required] if required in ("change", "delete") else ["view", "change"]
            if not viewset.permission_policy.user_has_any_permission_for_instance(request.user, actions, row):
                raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class OwnRows:
    """In a chooser: offers the rows that the person may see."""

    def get_object_list(self) -> Any:
        policy = self.model_class.snippet_viewset.permission_policy  # type: ignore[attr-defined]
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["view", "add", "change"])  # type: ignore[attr-defined]
        return super().get_object_list().filter(pk__in=mine.order_by().values("pk"))  # type: ignore[misc]


class OwnRowsChooseView(OwnRows, ChooseView):
    pass


class OwnRowsChooseResultsView(OwnRows, ChooseResultsView):
    pass


class RowChooser(AdminSnippetChooser):
    """A field that chooses a row, with words in the language of whoever looks.

    Those of Wagtail are put together once, in the language that the site starts in.
    """

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        named = lazy(lambda text: gettext(text) % {"object": model._meta.verbose_name}, str)
        self.choose_one_text = named("Choose %(object)s")
        self.choose_another_text = named("Choose another %(object)s")
        self.link_to_chosen_text = named("Edit this %(object)s")


class OwnRowsChooserViewSet(SnippetChooserViewSet):
    @cached_property
    def widget_class(self) -> RowChooser:
        return RowChooser(model=self.model, icon=self.icon)

    choose_view_class = OwnRowsChooseView
    choose_results_view_class = OwnRowsChooseResultsView


class RowCheckedViewSet(SnippetViewSet):
    """A snippet viewset whose policy decides about each row: in the list, behind every address, in the chooser."""

    chooser_viewset_class = OwnRowsChooserViewSet

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        checked = type(view_class.__name__, (RowChecked, view_class), {"rows_of": self})
        return super().construct_view(checked, **kwargs)

    def register_permissions(self) -> None:
        # From Wagtail 8 on a policy is registered for its model; 7.4 reads it from the viewset alone.
        if register := getattr(permissions, "register_permission_policy", None):
            register(self.model, self.permission_policy, exact_class=True)
        super().register_permissions()

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["view", "add", "change", "delete"]
        )


class SiteScopedViewSet(RowCheckedViewSet):
    """A snippet viewset that shows staff the rows of their sites (and shared ones) and lets them edit their own.

    The model has a nullable foreign key `site`. New rows get the user's only site, or the site of the request.
    """

    add_view_class = SiteScopedCreateView

    @cached_property
    def permission_policy(self) -> SiteScopedPolicy:
        return SiteScopedPolicy(self.model)


def site_for_new_row(request: Any, policy: SiteScopedPolicy) -> Site | None:
    """Return the site that a row created in this request belongs to: the request's, if the user may add there."""
    allowed = policy.sites_user_has_any_permission_for(request.user, ["add"])
    here = Site.find_for_request(request)
    if here is not None and allowed.filter(pk=here.pk).exists():
        return here
    return allowed.first()
