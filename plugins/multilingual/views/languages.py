"""For staff: how a page stands in each language, and where its translations are begun."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.models import Locale, Page

from cms.core.locales import SOURCE_LANGUAGE
from plugins.multilingual.jobs import start_below
from plugins.multilingual.translation import permissions, services
from plugins.multilingual.translation.standing import InLanguage, Standing, locales, standings


class PageView(View):
    """A screen about a page in the source language, found by the number of it or of one of its translations."""

    page: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        asked = get_object_or_404(Page, pk=kwargs["page_id"])
        try:
            self.page = services.source_page_of(asked)
        except services.NothingToTranslate:
            self.page = asked.specific

    @property
    def is_live_source(self) -> bool:
        return bool(self.page.live and self.page.locale.language_code == SOURCE_LANGUAGE)

    def answer(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        here = reverse("plugins_admin:multilingual:page_languages", args=[self.page.pk])
        crumbs = [
            {"url": reverse("wagtailadmin_explore", args=[self.page.pk]), "label": self.page.get_admin_display_title()},
            {"url": here, "label": _("Languages of this page")},
        ]
        if request.path != here:
            crumbs.append({"url": "", "label": title})
        return TemplateResponse(
            request, f"multilingual/admin/{template}.html",
            {"page": self.page, "page_title": title, "header_title": title, "header_icon": "globe",
             "breadcrumbs_items": crumbs, **context},
        )  # fmt: skip


class LanguagesView(PageView):
    """The table of languages of a page, with what can be done in each."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if not permissions.may_see(request.user, self.page):
            raise PermissionDenied
        shown = locales(self.page.get_site())
        rows = [
            {"at": each, "is_off": each.locale not in shown,
             "may": permissions.may_translate(request.user, self.page, each.locale)}
            for each in self._standings(shown)
        ]  # fmt: skip
        title = _("Languages of “%(title)s”") % {"title": self.page.title}
        return self.answer(
            request, "languages", title, rows=rows, is_live_source=self.is_live_source,
            has_pages_below=self.page.numchild > 0, states=Standing,
        )  # fmt: skip

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Begin translations in the languages that were ticked, and of the pages below in the background."""
        if not self.is_live_source:
            messages.error(request, _("Publish the page in Japanese first. What visitors read is what is translated."))
            return redirect(request.path)
        asked_for = request.POST.getlist("language")
        offered = [each.locale for each in self._standings(locales(self.page.get_site()))]
        chosen = [locale for locale in offered if locale.language_code in asked_for]
        for locale in chosen:
            if not permissions.may_translate(request.user, self.page, locale):
                raise PermissionDenied
        if not chosen:
            messages.error(request, _("Tick at least one language."))
            return redirect(request.path)
        now = timezone.now()
        for locale in chosen:
            services.start(self.page, locale=locale, now=now)
        if request.POST.get("below"):
            self._below(request, chosen)
        if len(chosen) == 1:
            return redirect("plugins_admin:multilingual:translate", self.page.pk, chosen[0].language_code)
        messages.success(
            request, _("The page can be translated now. Nobody sees it in a language before you publish it there.")
        )
        return redirect(request.path)

    def _standings(self, shown: list[Locale]) -> list[InLanguage]:
        """Those that the site shows, and those that are off by now and begun: somebody may have to go on with them.

        shown: what `locales` returns for the page's site.
        """
        key = self.page.translation_key
        found = standings([key], locales())[key]
        return [each for each in found if each.locale in shown or each.standing != Standing.MISSING]

    def _below(self, request: HttpRequest, chosen: list[Locale]) -> None:
        start_below.enqueue(self.page.pk, [each.language_code for each in chosen])
        messages.success(
            request, _("The pages below are prepared in the background. They appear in the report of translations.")
        )
