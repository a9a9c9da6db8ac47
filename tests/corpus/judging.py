"""What a form must do with whatever it is sent: refuse it at its field in the sender's language, and keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms

LANGUAGES = ("ja", "en", "vi")
WRITTEN_IN = {
    "ja": re.compile(r"[ぁ-んァ-ヶ一-龠]"),
    "en": re.compile(r"[A-Za-z]{2,} [a-z]"),
    "vi": re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹàáãèéìíòóõùúý]"),
}
HERE = {"testserver", "localhost"}
#: 31337 × 31337: what a template or a spreadsheet that reckons with what was typed would show.
RECKONED = str(31337 * 31337)
HIDDEN = {"ticket", "homepage"}


class Seen(HTMLParser):
    """A page taken apart: its ids, where links lead, what stands in fields, and what no page of ours may have."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.typed: dict[str, list[str]] = {}
        self.foul: list[str] = []
        self._within: str | None = None
        self._is_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "a":
            self.links.add(given.get("href", ""))
        if tag == "input" and given.get("type") not in ("checkbox", "radio", "hidden"):
            self.typed.setdefault(given.get("name", ""), []).append(given.get("value", ""))
        if tag == "textarea":
            self._within = given.get("name", "")
            self.typed.setdefault(self._within, []).append("")
        self.foul += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.foul += [f"{tag} leads to a script" for name in ("href", "src") if _is_script(given.get(name, ""))]
        self._is_script = tag == "script" and "src" not in given and not given.get("type", "").endswith("json")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._within is not None:
            shown = self.typed[self._within]
            shown[-1] = shown[-1].removeprefix("\n")  # browsers leave out a line break that follows the tag
            self._within = None
        self._is_script = False

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            self.typed[self._within][-1] += data
        elif self._is_script and data.strip():
            self.foul.append(f"script {data[:20]}")


def _is_script(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "data:text"))


def of_any(answer: Any) -> Iterator[str]:
    """Say what is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500:
        yield f"answered with {answer.status_code}"
    if "X-Injected" in answer.headers or "Folded" in str(answer.headers):
        yield "a header was sent in"
    if _leads_away(answer.get("Location", "/")):
        yield f"leads away to {answer['Location']}"
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return
    html = answer.content.decode()
    if RECKONED in html:
        yield "reckoned with what was typed"
    yield from Seen(html).foul


def _leads_away(location: str) -> bool:
    """Whether an address, or the one that it is to lead to in the end, is another site's."""
    return any(map(_is_elsewhere, (location, *parse_qs(urlsplit(location).query).get("next", []))))


def _is_elsewhere(address: str) -> bool:
    """As browsers read it, however long it is: they take `\\` for `/`, and what follows two of these for a host."""
    text = address.strip().replace("\\", "/")
    read = urlsplit(text)
    is_path = not read.scheme and not text.startswith("//")
    return not (is_path or (read.scheme in ("http", "https") and read.netloc in HERE))


def of_a_form(form: forms.Form, sent: Mapping[str, str], html: str, language: str) -> Iterator[str]:
    """Say what is wrong with a form that was refused. sent: what was typed, by field."""
    seen = Seen(html)
    for name, errors in form.errors.items():
        if name == "__all__":
            yield from _of_messages(errors, "the form", language)
            continue
        yield from _of_messages(errors, name, language)
        field = form[name]
        if language == "ja" and not WRITTEN_IN["ja"].search(str(field.label)):
            yield f"{name} is called {field.label}"
        targets = (field.auto_id, f"{field.auto_id}_0")
        if not any(f"#{target}" in seen.links and target in seen.ids for target in targets):
            yield f"no link leads to {name}"
    for name, text in sent.items():
        if not is_text(form, name) or name in HIDDEN:
            continue
        shown = seen.typed.get(name, [])
        if shown != [text]:
            yield f"{name} shows {ascii(shown)[:80]}"


def is_text(form: forms.Form, name: str) -> bool:
    """Whether people type into a field, rather than choose."""
    widget = form.fields[name].widget if name in form.fields else None
    return isinstance(widget, forms.TextInput | forms.Textarea) and not widget.is_hidden


def _of_messages(messages: Any, where: str, language: str) -> Iterator[str]:
    for message in messages:
        if not WRITTEN_IN[language].search(str(message)):
            yield f"{where} says in {language}: {ascii(str(message))[:90]}"
