"""Forms about a booking that others may be changing: they carry which state of it the person saw."""

from __future__ import annotations

from typing import Any

from django import forms

from cms.core.public_forms import PublicForm
from events.registration.exceptions import Refused
from events.registration.models import Registration

#: The version that no state of a booking has.
UNREADABLE = -1


class VersionField(forms.IntegerField):
    """A number that nobody types. One that cannot be read is taken as that of a state which is over.

    As an error it would stand at a field that nobody sees, and come again with each attempt.
    """

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)  # type: ignore[no-any-return]
        except forms.ValidationError:
            return UNREADABLE


class SeenForm(PublicForm):
    """A form whose `version` says which state of a booking the person saw; nothing newer is overwritten with it."""

    version = VersionField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    @property
    def seen(self) -> int | None:
        """The version that the person saw, as `services` take it."""
        return self.cleaned_data.get("version")

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it is about, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    def now_sees(self, registration: Registration) -> None:
        """Take the state that is shown with this form as seen: sent once more, the form is about that state."""
        given: Any = self.data
        data = given.copy()
        data[self.add_prefix("version")] = str(registration.version)
        self.data = data
