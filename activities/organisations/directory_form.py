"""The editor's form of a directory: what it lists is chosen by ticking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.page_form import PageForm

from .models.choices import Kind, Status


class DirectoryForm(PageForm):
    """Kinds and statuses as tick boxes; a merged organisation has no page, so it cannot be chosen."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice, organisations of all kinds are listed."),
    )  # fmt: skip
    statuses = forms.MultipleChoiceField(
        label=pgettext_lazy("organisation", "Status"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in Status.choices if choice[0] != Status.MERGED],
        help_text=_("Without a choice, dormant and dissolved ones are listed too."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("areas",):
            if name in self.fields:
                self.fields[name].widget = forms.CheckboxSelectMultiple(choices=self.fields[name].widget.choices)
