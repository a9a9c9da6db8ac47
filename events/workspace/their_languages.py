"""Words for those who registered in further languages: a field for each language that somebody is told in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import ngettext

from cms.core.locales import LOCALES
from cms.core.models.fact_texts import IN_THE_ROW
from cms.core.untranslated import Said, in_words

Readers = Mapping[str, int]


def readers_of(registrations: Any) -> Readers:
    """Return how many registered in each language that has no words in the row, in the order of the registry."""
    counted = dict(registrations.order_by().values_list("locale").annotate(n=Count("pk", distinct=True)))
    return {code: counted[code] for code in LOCALES if code in counted and code not in IN_THE_ROW}


def add_fields(form: forms.Form | forms.ModelForm, name: str, label: str, readers: Readers) -> None:
    """Add a field like `name` for each language. label: with `%(language)s`."""
    like = form.fields[name]
    area = isinstance(like.widget, forms.Textarea)
    for code, number in readers.items():
        language = LOCALES[code]
        attrs = {"lang": language.bcp47, "dir": language.dir}
        form.fields[_name(name, code)] = forms.CharField(
            label=label % {"language": in_words(language)}, required=False, validators=like.validators,
            max_length=getattr(like, "max_length", None),
            widget=forms.Textarea(attrs | {"rows": 4}) if area else forms.TextInput(attrs),
            help_text=ngettext(
                "%(n)d party registered in this language.", "%(n)d parties registered in this language.", number
            ) % {"n": number},
        )  # fmt: skip


def typed_in(form: forms.Form | forms.ModelForm, name: str, readers: Readers) -> dict[str, str]:
    """Return what was typed, by the code of the language."""
    typed = {code: form.cleaned_data.get(_name(name, code)) for code in readers}
    return {code: text for code, text in typed.items() if text}


def refuse_without(form: forms.Form | forms.ModelForm, name: str, wanted: str, readers: Readers, said: str) -> None:
    """Refuse words in `name` of a language that has none in `wanted`, or in Japanese where `wanted` is empty."""
    for code in typed_in(form, name, readers):
        field = _name(wanted, code) if wanted else name
        if not form.cleaned_data.get(field) and field not in form.errors:
            form.add_error(field, ValidationError(said))


def told_in_another(texts: Iterable[str]) -> list[str]:
    """Say how many of those who are told read another language than the one they registered in."""
    lacking = sum(isinstance(text, Said) for text in texts)
    if not lacking:
        return []
    return [
        ngettext(
            "%(n)d party reads this in another language than the one they registered in, and is told so.",
            "%(n)d parties read this in another language than the one they registered in, and are told so.",
            lacking,
        ) % {"n": lacking}
    ]  # fmt: skip


def _name(name: str, code: str) -> str:
    return f"{name}-{code}"
