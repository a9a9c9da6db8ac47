"""Sends what it is given to a door, and undoes what came of it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote_from_bytes

from django import forms
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket

from . import judging
from .doors import Door
from .values import Value

#: Longer ago than the two seconds in which nobody reads a form.
SHOWN = timedelta(minutes=1)
FROM_HERE = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_LANGUAGE": "ja"}
URLENCODED = "application/x-www-form-urlencoded"


class Visitor:
    """Somebody before a door, with what she would have typed."""

    def __init__(self, door: Door) -> None:
        self.door, self.client = door, Client()
        self.path = door.opened()
        form = self._form()
        self.good = _good_answers(form, door.typed) if form is not None else {}
        self.fields = [*(form.fields if form is not None else ()), *door.fields]

    def _form(self) -> forms.Form | None:
        answer = self.client.get(self.path)
        assert answer.status_code < 500
        form = (answer.context or {}).get("form")
        return form if isinstance(form, forms.Form) else None

    def send(self, values: Mapping[str, Value], language: str) -> list[str]:
        """Send the form with these values in these fields, the others filled in well; return what is wrong."""
        sent = {name: [value.encode() for value in given] for name, given in self.good.items()}
        sent["ticket"] = [str(Ticket.issue(now=timezone.now() - SHOWN)).encode()]
        sent |= {name: [value.sent] for name, value in values.items()}
        body = "&".join(f"{name}={quote_from_bytes(each)}" for name, given in sent.items() for each in given)
        typed = {name: given[0].decode("utf-8", "replace") for name, given in sent.items() if len(given) == 1}
        found = self.post(body.encode(), URLENCODED, language, typed)
        return [f"{self.door} [{language}] {dict(values)!r:.160}: {fault}" for fault in found]

    def post(self, body: bytes, kind: str, language: str, typed: Mapping[str, str]) -> list[str]:
        """Send a body, judge the answer and what it leads to, and undo all of it."""
        try:
            with transaction.atomic():
                found = list(self._judged(body, kind, language, typed))
                transaction.set_rollback(True)
        except Exception:  # whatever a view raises is what is looked for
            return [traceback.format_exc(limit=-4)]
        return found

    def _judged(self, body: bytes, kind: str, language: str, typed: Mapping[str, str]) -> Iterator[str]:
        path = self.path.replace("/ja/", f"/{language}/", 1)
        # As it is: `post` would write the body in the letters that the kind names.
        answer: Any = self.client.generic("POST", path, body, content_type=kind, **FROM_HERE)
        yield from judging.of_any(answer)
        form = (answer.context or {}).get("form") if answer.status_code == 200 else None
        if isinstance(form, forms.Form) and form.is_bound and form.errors:
            yield from judging.of_a_form(form, typed, answer.content.decode(), language)
        if answer.status_code in (302, 303):
            after = self.client.get(answer["Location"], follow=True)
            yield from judging.of_any(after)
            if after.status_code != 200:
                yield f"leads to a page that answers with {after.status_code}"


def _good_answers(form: forms.Form, typed: Mapping[str, str]) -> dict[str, list[str]]:
    """What somebody sends who fills in what must be filled in and leaves the rest as it is."""
    good: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        initial = form.get_initial_for_field(field, name)
        several = initial if isinstance(initial, list) else [initial]
        given = [str(each) for each in several if each not in (None, "", False)]
        if name in typed:
            given = [typed[name]]
        elif not given and field.required:
            given = [_first_choice(field)]
        good[name] = given or ([""] if judging.is_text(form, name) else [])
    return good


def _first_choice(field: forms.Field) -> str:
    choices = [str(value) for value, _label in getattr(field, "choices", ()) if value]
    return choices[0] if choices else "on"
