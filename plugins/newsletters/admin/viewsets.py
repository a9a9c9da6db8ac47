"""おたより in the menu: readers, topics, areas, and addresses that get none."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.snippets.views.snippets import DeleteView

from cms.core.further_words import FurtherWordsForm, FurtherWordsPanel
from cms.core.viewsets import SiteScopedViewSet
from plugins.newsletters.models import Area, Subscriber, Topic

from . import permissions
from .adding import AddView
from .consents import ConsentsView
from .digests.viewset import DigestViewSet
from .frame import READERS, SUPPRESSED
from .importing import PreviewView, UploadView
from .letters import access
from .letters.listing import LettersView
from .letters.preview import PreviewView as LetterPreviewView
from .letters.printing import PrintView
from .letters.report import ReportView
from .letters.screen import LetterView
from .listing import ExportView, ReaderIndexView
from .reader import ReaderView
from .suppressed import SuppressedView


class ReadersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_look(request.user)


class SuppressedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.suppressions().user_has_permission(request.user, "change")


class ReaderViewSet(ViewSet):
    name = READERS
    url_prefix = "newsletters/readers"
    icon = "group"
    menu_label = _("Readers")
    menu_order = 100

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return ReadersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReaderIndexView.as_view(), name="list"),
            path("results/", ReaderIndexView.as_view(results_only=True), name="results"),
            path("export/", ExportView.as_view(), name="export"),
            path("add/", AddView.as_view(), name="add"),
            path("consents/", ConsentsView.as_view(), name="consents"),
            path("import/", UploadView.as_view(), name="import"),
            path("import/<int:pk>/", PreviewView.as_view(), name="preview"),
            path("<int:pk>/", ReaderView.as_view(), name="reader"),
        ]


class LettersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_look(request.user)


class LetterViewSet(ViewSet):
    name = access.LETTERS
    url_prefix = "newsletters/letters"
    icon = "doc-full-inverse"
    menu_label = pgettext_lazy("newsletter", "Letters")
    menu_order = 50

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return LettersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", LettersView.as_view(), name="list"),
            path("<int:pk>/", LetterView.as_view(), name="letter"),
            path("<int:pk>/preview/", LetterPreviewView.as_view(), name="preview"),
            path("<int:pk>/paper/", PrintView.as_view(), name="paper"),
            path("report/", ReportView.as_view(), name="report"),
        ]


class SuppressedViewSet(ViewSet):
    name = SUPPRESSED
    url_prefix = "newsletters/suppressed"
    icon = "no-view"
    menu_label = _("Addresses that get no letters")
    menu_order = 400

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return SuppressedMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", SuppressedView.as_view(), name="list")]


class TopicDeleteView(DeleteView):
    """A topic that somebody reads is not deleted."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            text = _("This topic has readers. Take the tick at “offered to new readers” away instead.")
            messages.error(request, text)
            return redirect(self.get_success_url())


class TopicViewSet(SiteScopedViewSet):
    model = Topic
    icon = "tag"
    menu_label = pgettext_lazy("newsletter", "Topics")
    menu_order = 200
    url_namespace = "newsletter_topics"
    url_prefix = "newsletters/topics"
    copy_view_enabled = False
    delete_view_class = TopicDeleteView
    list_display = [
        "name", "slug", Column("getting_it", label=_("readers who get it")),
        BooleanColumn("is_offered", label=_("offered to new readers")),
        BooleanColumn("is_offered_on_registration", label=_("offered on the form for events")),
    ]  # fmt: skip
    edit_handler = ObjectList([
        FieldPanel("name"), FieldPanel("name_en"), FieldPanel("description"), FieldPanel("description_en"),
        FurtherWordsPanel(), FieldPanel("slug"), FieldPanel("position"), FieldPanel("is_offered"),
        FieldPanel("is_offered_on_registration"),
    ], base_form_class=FurtherWordsForm)  # fmt: skip
    ordering = ["position", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        readers = Subscriber.objects.getting_letters(on=timezone.localdate())
        gets_it = Q(subscriptions__subscriber__in=readers)
        return super().get_queryset(request).annotate(getting_it=Count("subscriptions", filter=gets_it, distinct=True))


class AreaViewSet(SiteScopedViewSet):
    model = Area
    icon = "site"
    menu_label = _("Areas of readers")
    menu_order = 300
    url_namespace = "newsletter_areas"
    url_prefix = "newsletters/areas"
    copy_view_enabled = False
    list_display = ["name", "name_en"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("name_en"), FurtherWordsPanel(), FieldPanel("position")],
        base_form_class=FurtherWordsForm,
    )
    ordering = ["position", "pk"]


class NewslettersGroup(ViewSetGroup):
    items = (LetterViewSet, DigestViewSet, ReaderViewSet, TopicViewSet, AreaViewSet, SuppressedViewSet)
    menu_label = _("Newsletters")
    menu_icon = "mail"
    menu_order = 230
