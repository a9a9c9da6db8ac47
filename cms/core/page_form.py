"""The form in which editors write any page."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import HiddenInput, ModelChoiceField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from .stale_comments import take_as_they_stand
from .typed_as_typed import take_whole_pastes

#: The name of the formset of Wagtail's comments.
COMMENTS = "comments"
REMOVED = "removed"


class KeyOfRow(ModelChoiceField):
    """The hidden key of a row that the version in hand has. It need not lead to a row that is saved."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class PageForm(WagtailAdminPageForm):
    """An address that was left empty is made from the title when the page is saved, whatever the browser did before.

    An older version comes back with rows that have been deleted since, whose keys Wagtail refuses in a field that
    nobody sees. A row that the version in hand has not is one that somebody else removed in the meantime: it does not
    come back unasked by whoever saves what was opened before, and is refused at the line, in words.

    Comments that others deleted or changed meanwhile keep nobody from saving (`cms.core.stale_comments`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)
        comments = self.formsets.get(COMMENTS) if self.is_bound else None
        self.lost_answers = take_as_they_stand(comments, self.for_user) if comments else []
        for form, key in self._forms_of_rows():
            asked = form.fields[key]
            form.fields[key] = KeyOfRow(asked.queryset, initial=asked.initial, required=False, widget=HiddenInput)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """A page that has an address keeps it when the field is emptied: links lead there."""
        return self.cleaned_data["slug"] or self.instance.slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for words in self.lost_answers if self.subscription else ():
            message = _(
                "The comment that you answered has been deleted in the meantime. Your answer was: “%(words)s” "
                "Save once more to go on without it."
            )
            self.add_error(None, ValidationError(message % {"words": words}))
        # Only who saves has a subscription. A preview beside an older version is compared with the last one: its rows
        # are shown.
        for form, key in self._forms_of_rows() if self.subscription else ():
            unknown = form.instance.pk is None and form[key].data
            if not unknown or form.has_error(NON_FIELD_ERRORS, REMOVED) or form.cleaned_data.get(DELETION_FIELD_NAME):
                continue
            message = _(
                "Somebody else removed this line while you were editing. "
                "Remove it here too; if it is still needed, add it as a new line."
            )
            form.add_error(None, ValidationError(message, code=REMOVED))
        return cleaned

    def _forms_of_rows(self) -> Iterator[tuple[Any, str]]:
        """Yield the forms that were sent of rows that were there when the page was opened, with the name of their key.

        Wagtail's comments are no part of a version: who deletes one deletes it.
        """
        if not self.is_bound:
            return
        for name, formset in self.formsets.items():
            if name == COMMENTS:
                continue
            key = formset.model._meta.pk.name
            for form in formset.initial_forms:
                if isinstance(form.fields.get(key), ModelChoiceField):
                    yield form, key
