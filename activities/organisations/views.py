"""The admin's views of organisations: one screen for facts and words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.models import Locale
from wagtail.snippets.views import snippets

from cms.core.impossible_keys import typed_key
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.viewsets import site_for_new_row

from . import services
from .models import Organisation, OrganisationText
from .permissions import facts_policy


def organisation_for(request: HttpRequest) -> Organisation:
    """The organisation that words are begun for, from the address; a new one of the user's site when there is none.

    Raises:
        PermissionDenied: the user may not change it, or may not add any.
    """
    policy = facts_policy()
    if key := typed_key(request.GET.get("organisation", "")):
        organisation = get_object_or_404(Organisation, pk=key)
        if not policy.user_has_permission_for_instance(request.user, "change", organisation):
            raise PermissionDenied
        return organisation
    site = site_for_new_row(request, policy)
    if site is None:
        raise PermissionDenied
    return Organisation(site=site)


class WordsMixin:
    """Saves the facts first, live, then the words as Wagtail does. No autosave: it would publish half-typed facts."""

    request: HttpRequest
    form: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def save_instance(self) -> Any:
        facts = self.form.facts
        new, before, changed = facts.instance.pk is None, facts.slug_before, facts.changed_labels
        organisation = self.form.save_facts()
        services.keep_address(organisation=organisation, before=before)
        services.log_facts(organisation=organisation, changed=changed, by=self.request.user, new=new)
        if organisation.name_kept:
            messages.info(
                self.request,
                _("“%(name)s” is kept among the other names, so that it still finds the organisation.")
                % {"name": organisation.name_kept},
            )
        return super().save_instance()  # type: ignore[misc]

    def get_page_subtitle(self) -> str:
        name = self.form.instance.organisation.name if hasattr(self, "form") else ""
        return name or capfirst(_("organisation"))


class WordsCreateView(WordsMixin, snippets.CreateView):
    """A new organisation, or an existing one's words in a language that it has none in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.organisation = organisation_for(request)
        existing = self.organisation.pk and self.organisation.texts.filter(locale=self.locale).first()
        if existing:
            return redirect("organisation_words:edit", existing.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self) -> OrganisationText:
        return OrganisationText(organisation=self.organisation, locale=self.locale, live=False)

    def _with_organisation(self, url: str) -> str:
        if self.organisation.pk is None:
            return url
        return f"{url}{'&' if '?' in url else '?'}organisation={self.organisation.pk}"

    def get_add_url(self) -> str:
        return self._with_organisation(super().get_add_url())

    def get_preview_url(self) -> str:
        return self._with_organisation(super().get_preview_url())


class WordsEditView(WordsMixin, snippets.EditView):
    """The screen of an organisation that has words in this language."""

    def get_usage_url(self) -> str:
        """What points at the organisation; nothing ever points at its words."""
        return reverse("organisations:usage", args=[self.object.organisation_id])


class WordsPreviewOnCreate(snippets.PreviewOnCreateView):
    def get_object(self) -> OrganisationText:
        locale = Locale.objects.filter(language_code=self.request.GET.get("locale", SOURCE_LANGUAGE)).first()
        return OrganisationText(
            organisation=organisation_for(self.request), locale=locale or Locale.get_default(), live=False
        )


class ToWords(View):
    """`edit` and `add` of an organisation lead to the one screen, in the language asked for or in Japanese."""

    model: Any = None
    permission_policy: Any = None

    def get(self, request: HttpRequest, pk: str | None = None) -> HttpResponse:
        code = request.GET.get("locale", SOURCE_LANGUAGE)
        if pk is None:
            return redirect("organisation_words:add")
        organisation = get_object_or_404(Organisation, pk=pk)
        if not facts_policy().user_has_any_permission_for_instance(request.user, ["change"], organisation):
            raise PermissionDenied
        words = {text.locale.language_code: text for text in organisation.texts.select_related("locale")}
        text = words.get(code)
        if text is not None:
            return redirect("organisation_words:edit", text.pk)
        add = reverse("organisation_words:add")
        return redirect(f"{add}?organisation={organisation.pk}&locale={code}")
