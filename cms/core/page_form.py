"""The form in which editors write any page."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from .typed_as_typed import take_whole_pastes


class PageForm(WagtailAdminPageForm):
    """An address that was left empty is made from the title when the page is saved, whatever the browser did before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """A page that has an address keeps it when the field is emptied: links lead there."""
        return self.cleaned_data["slug"] or self.instance.slug
