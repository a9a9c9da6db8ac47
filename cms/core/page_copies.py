"""Wagtail's form for a copy of a page, that one press fills in well."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm
from wagtail.coreutils import find_available_slug


class PageCopyForm(CopyForm):
    """As Wagtail's, beginning with an address that is free.

    Wagtail begins with the address of the page that is copied, which beside that page can never be had: whoever knew
    nothing of addresses met an error at the first press.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].initial = find_available_slug(self.page.get_parent(), self.page.slug)
        self.fields["new_title"].widget.attrs["autofocus"] = True


class FreshCopyForm(PageCopyForm):
    """Of what is told once: an event, a letter. The copy is the draft of another one.

    An alias would tell the same twice, and a copy that is public at once would tell of the first one's dates.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)
