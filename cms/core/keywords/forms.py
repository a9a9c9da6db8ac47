"""Keywords in the admin's forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.tags import TagField
from wagtail.admin.widgets import AdminTagWidget
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.core.further_words import FurtherWordsForm
from cms.core.models import Keyword
from cms.core.readings import normalise_reading, validate_reading

from .words import folded, known_names, split_words


class KeywordWidget(AdminTagWidget):
    """Suggests keywords by name, reading, English name and other words."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("keyword_suggestions")
        context["widget"]["help_text"] = _(
            "Choose from the suggestions where there is one; readings and other words find them too. For example: 障害"
        )
        return context


class KeywordField(TagField):
    """Takes words as typed and gives the keywords they mean, so that one thing keeps one name."""

    widget = KeywordWidget

    def clean(self, value: Any) -> list[str]:
        return known_names(super().clean(value))


def use_in_admin_forms() -> None:
    """Let every form whose model carries keywords use the field above."""

    def override(db_field: Any) -> dict[str, Any]:
        field = KeywordField if db_field.related_model is Keyword else TagField
        return {"form_class": field, "tag_model": db_field.related_model}

    register_form_field_override(TaggableManager, override=override)


class KeywordForm(FurtherWordsForm):
    """One keyword: its name may not be another's name or other word."""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name or "、" in name:
            raise ValidationError(_("Leave out commas: they separate keywords from each other."))
        wanted = folded(name)
        for other in Keyword.objects.exclude(pk=self.instance.pk):
            if wanted in {folded(other.name), *(folded(word) for word in split_words(other.synonyms))}:
                raise ValidationError(
                    _("“%(other)s” has this name already. To make one keyword of two, merge them."),
                    params={"other": other.name},
                )
        return name

    def clean_reading(self) -> str:
        reading = normalise_reading(self.cleaned_data["reading"])
        if reading:
            validate_reading(reading)
        return reading

    def clean_synonyms(self) -> str:
        return ", ".join(split_words(self.cleaned_data["synonyms"]))


class MergeForm(forms.Form):
    """Into which keyword another one goes."""

    target = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Keyword.objects.all(), widget=AdminSnippetChooser(Keyword),
        help_text=_("This keyword stays; everything that carries the other one gets it. For example: 障害"),
    )  # fmt: skip

    def __init__(self, *args: Any, source: Keyword, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_target(self) -> Keyword:
        target: Keyword = self.cleaned_data["target"]
        if target.pk == self.source.pk:
            raise ValidationError(_("Choose another keyword than the one to be merged."))
        return target
