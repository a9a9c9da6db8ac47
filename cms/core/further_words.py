"""Words of a row in further languages, on the row's own screen: a field a language for what has Japanese and English.

`FurtherWordsForm` as `base_form_class` and `FurtherWordsPanel()` among the panels are all that a model needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.models import Site

from .languages_on import languages_on
from .locales import Language
from .models.fact_texts import IN_THE_ROW, FactText, key_of, say

#: A translation may be so many times as long as the Japanese may.
LONGER = 4


@dataclass(frozen=True)
class Words:
    """Japanese words of a row and the fields of their translations."""

    label: str
    japanese: str
    fields: list[Any]


def pairs(model: type[models.Model]) -> list[Any]:
    """Return the fields that have an English one beside them, in the order of the model."""
    names = {field.name for field in model._meta.get_fields()}
    return [field for field in model._meta.concrete_fields if f"{field.name}_en" in names]


class FurtherWords(forms.Form):
    """The translations of one row: a field for each pair of Japanese and English, and language of the site."""

    def __init__(self, row: models.Model, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.site = getattr(row, "site", None) or Site.objects.filter(is_default_site=True).first()
        self.languages = [each for each in languages_on(self.site) if each.code not in IN_THE_ROW]
        self.before = {field.name: getattr(row, field.name) or "" for field in pairs(type(row))}
        said, former = self._known()
        for field in pairs(type(row)):
            for language in self.languages:
                text = said.get((language.code, key_of(self.before[field.name])), "")
                was = "" if text else former.get((language.code, self._place(field.name)), "")
                self.fields[_name(field.name, language)] = _field(field, language, text, was)

    def _place(self, name: str) -> str:
        return f"{self.row._meta.label_lower}.{self.row.pk}.{name}"

    def _known(self) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
        """What is said now, by language and key; and what was said here before, by language and place."""
        keys = [key_of(text) for text in self.before.values() if text]
        places = [self._place(name) for name in self.before]
        mine = models.Q(site=self.site)
        rows = FactText.objects.filter(models.Q(key__in=keys) | models.Q(place__in=places), mine).order_by("changed_at")
        texts = list(rows)
        return (
            {(row.language, row.key): row.text for row in texts},
            {(row.language, row.place): f"{row.source} → {row.text}" for row in texts},
        )

    def groups(self) -> Iterator[Words]:
        for field in pairs(type(self.row)):
            bound = [self[_name(field.name, language)] for language in self.languages]
            yield Words(str(field.verbose_name), self.before[field.name], bound)

    def keep(self, japanese: dict[str, str]) -> None:
        """Keep what was typed, for the Japanese words as they are now, by field.

        Words that were left as they were under other Japanese say something else, and are not taken along.
        """
        for name, source in japanese.items():
            for language in self.languages:
                field = _name(name, language)
                if source and field in self.changed_data:
                    say(
                        site=self.site, code=language.code, japanese=source, text=self.cleaned_data[field],
                        place=self._place(name), now=timezone.now(),
                    )  # fmt: skip


def _name(field: str, language: Language) -> str:
    return f"{field}-{language.code}"


def _field(of: Any, language: Language, text: str, was: str) -> forms.CharField:
    """The field of one translation: as long and as many lines as the Japanese may have, written in its direction."""
    attrs = {"lang": language.bcp47, "dir": language.dir}
    many = isinstance(of, models.TextField)
    field = forms.CharField(
        label=language.name, required=False, initial=text,
        max_length=LONGER * of.max_length if of.max_length else None,
        widget=forms.Textarea(attrs=attrs | {"rows": 3}) if many else forms.TextInput(attrs=attrs),
        help_text=_("Before: %(words)s") % {"words": was} if was else "",
    )  # fmt: skip
    if not many:
        field.validators.append(_one_line)
    return field


def _one_line(text: str) -> None:
    if not text.isprintable():
        raise ValidationError(_("Write this in one line, without invisible characters."))


class FurtherWordsForm(WagtailAdminModelForm):
    """The form of a row that also takes its words in further languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = (self.data, self.files) if self.is_bound else (None, None)
        prefix = f"{self.prefix}-words" if self.prefix else "words"
        self.further = FurtherWords(self.instance, *given, prefix=prefix)
        # A screen without the panel sends none of them, and takes none back.
        self.asked = self.is_bound and any(self.further.add_prefix(name) in self.data for name in self.further.fields)

    def is_valid(self) -> bool:
        sound = super().is_valid()
        return bool(sound and (not self.asked or self.further.is_valid()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.further.full_clean()
        for name in self.further.before if self.asked else ():
            typed = [field for field in self._further_of(name) if self.further.cleaned_data.get(field)]
            if typed and name in self.fields and name not in self.errors and not cleaned.get(name):
                wanted = _("Write this in Japanese too: translations belong to Japanese words.")
                self.further.add_error(typed[0], wanted)
        return cleaned

    def _further_of(self, name: str) -> list[str]:
        return [_name(name, language) for language in self.further.languages]

    def has_changed(self) -> bool:
        return super().has_changed() or bool(self.asked and self.further.has_changed())

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit)
        if commit and self.asked:
            now = self.further.before | {name: self.cleaned_data.get(name) or "" for name in self._shown()}
            self.further.keep(now)
        return row

    def _shown(self) -> list[str]:
        return [name for name in self.further.before if name in self.fields]


class FurtherWordsPanel(Panel):
    """Shows the fields of `FurtherWordsForm`; nothing at a site that has no further language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "heading": pgettext_lazy("words of a row", "In other languages"),
                "help_text": gettext_lazy(
                    "What is left empty is shown in English, or else in Japanese. When the Japanese is changed, its "
                    "translations are written anew; the former ones stand below the fields."
                ),
                "classname": "collapsed",
            }
            | kwargs
        )

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/further_words.html"

        def is_shown(self) -> bool:
            return bool(self.form is not None and self.form.further.fields)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"groups": list(self.form.further.groups())}
