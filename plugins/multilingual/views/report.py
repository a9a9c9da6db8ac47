"""The report of translations: what is missing, in the making or out of date, by language; also as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.core.exports import csv_file, xlsx_file
from cms.core.locales import language_of
from cms.core.querystrings import changed
from plugins.multilingual.translation import report
from plugins.multilingual.translation.standing import Standing, locales

PER_PAGE = 50
WRITERS = {"csv": csv_file, "xlsx": xlsx_file}
DUE = "due"
TERMS = "terms"


class NarrowingForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("language"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("translation", "state"), required=False)
    words = forms.CharField(label=gettext_lazy("words in the title"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [
            ("", _("All languages")),
            *((each.language_code, language_of(each.language_code).name) for each in locales()),
        ]
        fields["state"].choices = [
            ("", _("What is to be done")),
            *Standing.choices,
            (TERMS, _("Agreed terms are missing")),
            ("all", _("All states")),
        ]


class TranslationsView(WagtailAdminTemplateMixin, View):
    """On the screen, and as a file with `kind`."""

    template_name = "multilingual/admin/report.html"
    page_title = gettext_lazy("Translations")
    header_icon = "globe"

    def get(self, request: HttpRequest, kind: str = "") -> HttpResponse:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        site = Site.find_for_request(request)
        if site is None or (kind and kind not in WRITERS):
            raise Http404
        form = NarrowingForm(request.GET)
        wanted = form.cleaned_data if form.is_valid() else {}
        places, lacking = self._places(request, site, wanted)
        if kind:
            return self._file(kind, report.lines(list(places), lacking=lacking))
        page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
        context = self.get_context_data(
            form=form, page_obj=page, lines=report.lines(list(page.object_list), lacking=lacking), states=Standing,
            query=changed(request.GET),
        )  # fmt: skip
        return self.render_to_response(context)

    def _places(self, request: HttpRequest, site: Site, wanted: Any) -> tuple[Sequence[report.Place], report.Lacking]:
        """Return what is asked for, and which terms are missing in each language."""
        pages = report.sources(request.user, site).order_by("path")
        if wanted.get("words"):
            pages = pages.filter(title__icontains=wanted["words"])
        into = [each for each in locales(site) if wanted.get("language") in ("", None, each.language_code)]
        lacking = {each.pk: report.lacking_terms(each, site) for each in into}
        state = wanted.get("state") or ""
        if state == "all":
            return report.EveryPlace(pages, into), lacking
        if state == TERMS:
            states: set[str] = set()
        elif state:
            states = {state}
        else:
            # A page that nobody has begun in a language is no work that waits, until somebody asks for that language.
            states = {Standing.STALE, Standing.DRAFT} | ({Standing.MISSING} if wanted.get("language") else set())
        # Terms are asked for by themselves, and are work to be done.
        terms = lacking if state in ("", TERMS) else {}
        return report.places(pages, into, states=states, lacking=terms), lacking

    def _file(self, kind: str, found: Iterable[report.Line]) -> HttpResponse:
        headings = [
            _("Page"), _("Kind of page"), _("language"), _("State of the translation"), _("Translated on"),
            _("Japanese changed on"), _("Agreed terms that are missing"), _("Web address"),
        ]  # fmt: skip
        rows = [
            [each.page.title, str(each.page.content_type.name), each.at.language.name, str(each.at.standing.label),
             each.at.made_at or "", each.at.changed_at or "", each.terms, each.page.full_url or ""]
            for each in found
        ]  # fmt: skip
        return WRITERS[kind](f"{_('Translations')}_{timezone.localdate()}", headings, rows)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.page_title}]
