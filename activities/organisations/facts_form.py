"""The form of an organisation's facts. It is part of the screen of its words and saved live."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import services
from .models.choices import Kind, Status


class FactsForm(WagtailAdminModelForm):
    """Facts with contacts, services and what is told about a network."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug_before = self.instance.slug
        for name in ("areas", "domains"):
            if name in self.fields:
                rows = self.fields[name].queryset
                self.fields[name].queryset = rows.filter(Q(site=self.instance.site) | Q(site__isnull=True))
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "status" in self.fields and self.instance.status != Status.MERGED:
            self.fields["status"].choices = [choice for choice in Status.choices if choice[0] != Status.MERGED]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "slug" in self.fields and not self.errors.get("slug"):
            self._clean_slug(data)
        if data.get("kind") != Kind.NETWORK:
            for name in ("network_profiles", "network_members", "network_meetings"):
                if self._has_rows(name):
                    self.add_error("kind", _("What is told about a network needs the kind “Network”."))
                    break
        self._clean_members()
        return data

    def _clean_slug(self, data: dict[str, Any]) -> None:
        site, pk = self.instance.site, self.instance.pk
        slug = data.get("slug") or ""
        if not slug:
            wanted = data.get("name_en") or data.get("name") or ""
            data["slug"] = services.free_slug(wanted=wanted, site=site, besides=pk)
        elif services.slug_taken(slug=slug, site=site, besides=pk):
            self.add_error("slug", _("Another organisation has this address already."))

    def _rows(self, name: str) -> list[Any]:
        formset = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return []
        return [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]

    def _has_rows(self, name: str) -> bool:
        return bool(self._rows(name))

    def _clean_members(self) -> None:
        """A database constraint stands behind this; here it is said at the field."""
        seen: set[int] = set()
        for form in self._rows("network_members"):
            member = form.cleaned_data.get("organisation")
            if member is None:
                continue
            if member.pk in seen:
                form.add_error("organisation", _("This organisation is a member already."))
            if member.pk == self.instance.pk:
                form.add_error("organisation", _("A network is not a member of itself."))
            seen.add(member.pk)

    @property
    def changed_labels(self) -> list[str]:
        """The labels of the fields and lists that were changed, in English for the log's stability."""
        names = list(self.changed_data)
        return names + [name for name, formset in self.formsets.items() if formset.has_changed()]


class TickBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes: on a long list nobody loses a choice by clicking without Ctrl."""
