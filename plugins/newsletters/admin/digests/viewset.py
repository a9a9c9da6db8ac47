"""まとめ便り in the menu: the rules by which letters make themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView

from cms.core.viewsets import SiteScopedCreateView, SiteScopedViewSet
from plugins.newsletters.models import DigestRule

from .form import edit_handler
from .rule import DIGESTS, NowView, RuleView, policy
from .saying import say_next, say_state, say_when, with_last


class DigestsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy().user_has_any_permission(request.user, ["view", "add", "change"])


class RuleIndexView(IndexView):
    """Leads to each rule's own screen; editing is behind that."""

    def get_base_queryset(self) -> Any:
        return with_last(super().get_base_queryset().select_related("topic", "site"))


class ToRule:
    """After saving, the rule's own screen shows what would be sent."""

    def get_success_url(self) -> str:
        return reverse(f"{DIGESTS}:rule", args=[self.object.pk])  # type: ignore[attr-defined]


class RuleCreateView(ToRule, SiteScopedCreateView):
    pass


class RuleEditView(ToRule, EditView):
    pass


class RuleDeleteView(DeleteView):
    """A rule that has a history is paused, not deleted."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, _("This digest has a history, which stays. Pause it instead."))
            return redirect(reverse(f"{DIGESTS}:rule", args=[self.object.pk]))


class DigestViewSet(SiteScopedViewSet):
    model = DigestRule
    icon = "calendar-alt"
    menu_label = pgettext_lazy("newsletter", "Digests")
    menu_order = 60
    url_namespace = DIGESTS
    url_prefix = "newsletters/digests"
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RuleIndexView
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    index_results_template_name = "newsletters/admin/digests/index_results.html"
    edit_handler = edit_handler
    list_display = [
        TitleColumn("name", label=pgettext_lazy("digest", "name of the rule"), url_name=f"{DIGESTS}:rule"),
        Column("topic", label=_("topic"), accessor="topic.display_name"),
        Column("when", label=pgettext_lazy("digest", "When"), accessor=say_when),
        Column("next", label=pgettext_lazy("digest", "Next letter"), accessor=say_next),
        Column("release", label=pgettext_lazy("digest", "who releases it"), accessor="get_release_display"),
        Column("state", label=pgettext_lazy("digest", "state"), accessor=say_state),
    ]  # fmt: skip
    ordering = ["name", "pk"]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return DigestsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", RuleView.as_view(), name="rule"),
            path("<int:pk>/now/", NowView.as_view(), name="now"),
        ]
