"""The editor's form of an activity: what only the whole page can be checked for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities import lineage
from activities.organisations.validators import no_control_characters
from cms.core.page_form import PageForm


class ActivityPageForm(PageForm):
    """Refuses what would make the lineage run in a circle, and outcomes without consent on the way to the public.

    In a translation the facts are not in the form: they are edited on the page in the source language.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.locale_id and not self.instance.is_source:
            for name in type(self.instance).FACTS:
                self.fields.pop(name, None)
                self.formsets.pop(name, None)
        if "title" in self.fields:
            self.fields["title"].validators.append(no_control_characters)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_end(cleaned)
        if "predecessor_links" in self.formsets:
            self._check_predecessors()
        if "outcomes" in self.formsets and not self.is_deferred_validation:
            self._check_consent()
        return cleaned

    def _check_end(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("ongoing") and cleaned.get("end_fy"):
            self.add_error("end_fy", _("What goes on has no last fiscal year: clear one of the two."))
        if cleaned.get("last_confirmed_on") and not cleaned.get("ongoing"):
            self.add_error("last_confirmed_on", _("Only what goes on is confirmed: tick “goes on”, or clear the day."))

    def _kept(self, name: str) -> list[Any]:
        """The rows of a formset that are neither empty nor about to be removed."""
        formset = self.formsets[name]
        formset.is_valid()  # fills cleaned_data of its forms
        return [
            form
            for form in formset.forms
            if (form.has_changed() or form.instance.pk) and not formset._should_delete_form(form)
        ]

    def _check_predecessors(self) -> None:
        seen = set()
        for form in self._kept("predecessor_links"):
            predecessor = getattr(form, "cleaned_data", {}).get("predecessor")
            if predecessor is None:
                continue
            message = self._objection(predecessor, seen)
            if message:
                form.add_error("predecessor", ValidationError(message, code="lineage"))
            seen.add(predecessor.pk)

    def _objection(self, predecessor: Any, seen: set[int]) -> str:
        if self.instance.pk and predecessor.pk == self.instance.pk:
            return _("An activity cannot be its own predecessor.")
        if predecessor.pk in seen:
            return _("This predecessor is in the list already.")
        if not predecessor.is_source:
            return _("Choose the page in the source language.")
        chain = lineage.chain_between(descendant=predecessor.pk, ancestor=self.instance.pk) if self.instance.pk else []
        if chain:
            way = [self.instance.title, *chain, self.instance.title]
            shown = [*way[:6], "…", *way[-5:]] if len(way) > 12 else way
            return _("This would run in a circle: %(chain)s. An activity cannot follow what followed it.") % {
                "chain": " → ".join(shown)
            }
        return ""

    def _check_consent(self) -> None:
        for form in self._kept("outcomes"):
            if not getattr(form, "cleaned_data", {}).get("consent"):
                message = _("Those concerned must agree before this is published. Tick it, or remove the outcome.")
                form.add_error("consent", ValidationError(message, code="consent"))
