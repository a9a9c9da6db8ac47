"""Forms that add something: a button that is pressed twice adds it once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db import transaction
from django.utils import timezone

from events.registration import services

from .frame import FormView

NAME = "form_key"


class AddView(FormView):
    """A form that carries a key; `add` is what it does, in a transaction. Done once more, it only leads on."""

    def get_form(self, data: Any = None) -> Any:
        form = super().get_form(data)
        form.fields[NAME] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
        form.initial.setdefault(NAME, uuid4().hex)
        return form

    def perform(self, form: Any) -> Any:
        with transaction.atomic():
            if services.is_first(event=self.event, key=form.cleaned_data[NAME], now=timezone.now()):
                return self.add(form)
        return None

    def add(self, form: Any) -> Any:
        raise NotImplementedError


def key_of(data: Any) -> str:
    """Return the key that the form of a page of rows was sent with."""
    return str(data.get(NAME, ""))[:64]


def new_key() -> str:
    """Return a key for a page of rows that is shown."""
    return uuid4().hex
