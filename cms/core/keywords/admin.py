"""The admin's page of keywords: list with usage, editing, merging."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView, SnippetViewSet

from cms.core.further_words import FurtherWordsPanel
from cms.core.models import Keyword

from . import services
from .forms import KeywordForm, MergeForm
from .usage import usage_by_kind, with_usage
from .words import suggested


@require_GET
def suggestions(request: HttpRequest) -> JsonResponse:
    """The names of keywords for what is being typed; for staff."""
    return JsonResponse(suggested(request.GET.get("term", "")[:100]), safe=False)


class KeywordFilterSet(WagtailFilterSet):
    in_use = django_filters.ChoiceFilter(
        label=_("Use"), method="by_use", choices=[("yes", _("In use")), ("no", _("Unused"))], empty_label=_("All")
    )

    def by_use(self, rows: QuerySet[Keyword], name: str, value: str) -> QuerySet[Keyword]:
        return rows.filter(usage__gt=0) if value == "yes" else rows.filter(usage=0)

    class Meta:
        model = Keyword
        fields = ["in_use"]


class KeywordIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Keyword]:
        return with_usage(super().get_base_queryset())

    def get_list_more_buttons(self, instance: Keyword) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "delete"):
            buttons.append(
                Button(
                    gettext("Merge into another keyword"),
                    url=reverse("keyword_merge", args=[instance.pk]),
                    icon_name="resubmit",
                    priority=40,
                )
            )
        return buttons


class KeywordEditView(EditView):
    def save_instance(self) -> Keyword:
        """Save what was typed; another name is a change of address, which the service knows how to make."""
        former = Keyword.objects.get(pk=self.object.pk)
        name = self.form.cleaned_data["name"]
        self.form.instance.name = former.name
        keyword = super().save_instance()
        if name != former.name:
            services.rename(keyword=keyword, name=name, by=self.request.user)
        else:
            services.refresh_search(keyword=keyword)
        return keyword


class KeywordDeleteView(DeleteView):
    @property
    def confirmation_message(self) -> str:
        number = sum(count for _label, count in usage_by_kind(self.object))
        if not number:
            return gettext("Nothing carries this keyword. Delete it?")
        return ngettext(
            "%(number)d item carries this keyword and will lose it. To keep its place, merge it into another one.",
            "%(number)d items carry this keyword and will lose it. To keep its place, merge it into another one.",
            number,
        ) % {"number": number}


class KeywordViewSet(SnippetViewSet):
    model = Keyword
    icon = "tag"
    menu_label = _("Keywords")
    menu_order = 350
    add_to_admin_menu = True
    index_view_class = KeywordIndexView
    edit_view_class = KeywordEditView
    delete_view_class = KeywordDeleteView
    filterset_class = KeywordFilterSet
    list_display = [
        "name", "reading", "name_en", "synonyms", Column("usage", label=_("Number of uses"), sort_key="usage"),
    ]  # fmt: skip
    list_export = ["name", "reading", "name_en", "synonyms", "usage"]
    export_filename = "keywords"
    search_backend_name = None
    search_fields = ["name", "reading", "name_en", "synonyms"]
    ordering = ["reading", "name"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldRowPanel([FieldPanel("reading"), FieldPanel("name_en")])], heading=_("Names")
            ),
            FieldPanel("synonyms"),
            FurtherWordsPanel(),
        ],
        base_form_class=KeywordForm,
    )


class MergeView(WagtailAdminTemplateMixin, View):
    """Choose into which keyword this one goes (GET), see what that means (GET with `target`), do it (POST)."""

    template_name = "core/keyword_merge.html"
    header_icon = "resubmit"
    page_title = _("Merge keywords")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ModelPermissionPolicy(Keyword).user_has_permission(request.user, "delete"):
            raise PermissionDenied
        self.source = get_object_or_404(Keyword, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MergeForm(request.GET if "target" in request.GET else None, source=self.source)
        return self._show(form, target=form.cleaned_data["target"] if form.is_valid() else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MergeForm(request.POST, source=self.source)
        if not form.is_valid():
            return self._show(form, target=None)
        target, name = form.cleaned_data["target"], self.source.name
        number = services.merge(source=self.source, target=target, by=request.user)
        text = ngettext(
            "“%(source)s” is now part of “%(target)s”; %(number)d item was moved.",
            "“%(source)s” is now part of “%(target)s”; %(number)d items were moved.",
            number,
        )
        messages.success(request, text % {"source": name, "target": target.name, "number": number})
        return redirect(KeywordViewSet().get_url_name("list"))

    def _show(self, form: MergeForm, *, target: Keyword | None) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            source=self.source,
            target=target,
            usage=usage_by_kind(self.source),
            list_url=reverse(KeywordViewSet().get_url_name("list")),
        )
        return self.render_to_response(context)

    def get_page_subtitle(self) -> str:
        return str(self.source.name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(KeywordViewSet().get_url_name("list")), "label": _("Keywords")},
            {"url": "", "label": _("Merge keywords"), "sublabel": self.source.name},
        ]


def admin_urls() -> list[URLPattern]:
    """Return what is mounted below /admin/."""
    return [
        path("keywords/suggestions/", suggestions, name="keyword_suggestions"),
        path("keywords/<int:pk>/merge/", MergeView.as_view(), name="keyword_merge"),
    ]
