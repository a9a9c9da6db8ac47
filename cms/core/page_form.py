"""The form in which editors write any page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import HiddenInput, ModelChoiceField
from wagtail.admin.forms import WagtailAdminPageForm

from .typed_as_typed import take_whole_pastes


class KeyOfRow(ModelChoiceField):
    """The hidden key of a row of the page. A row that was deleted since is one that comes back."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class PageForm(WagtailAdminPageForm):
    """An address that was left empty is made from the title when the page is saved, whatever the browser did before.

    An older version comes back with rows that have been deleted since: Wagtail refuses their keys, in a field that
    nobody sees.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)
        if self.is_bound:
            for formset in self.formsets.values():
                self._take_rows_back(formset)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """A page that has an address keeps it when the field is emptied: links lead there."""
        return self.cleaned_data["slug"] or self.instance.slug

    @staticmethod
    def _take_rows_back(formset: Any) -> None:
        key = formset.model._meta.pk.name
        for form in formset.initial_forms:
            asked = form.fields.get(key)
            if isinstance(asked, ModelChoiceField):
                form.fields[key] = KeyOfRow(asked.queryset, initial=asked.initial, required=False, widget=HiddenInput)
