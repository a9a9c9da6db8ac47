"""Boxes that plugins put at the end of the form, such as a newsletter's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from wagtail.models import Site

from cms.plugin_api import BoxTicked, BoxWords, FormBox, Registry
from cms.plugin_host import guard


@dataclass(frozen=True)
class Box:
    """A box of a plugin, its words, and the name of its field in the form."""

    contribution: FormBox
    words: BoxWords

    @property
    def field(self) -> str:
        return f"box_{self.contribution.plugin}_{self.contribution.key}"


def offered(request: HttpRequest) -> Sequence[Box]:
    """Return the boxes of the plugins that are on. What a plugin's box costs in queries is the plugin's own."""
    site = Site.find_for_request(request)
    found = []
    for each in Registry.of(FormBox, site):
        words = guard.call(each, _words, each, request, fallback=None, site=site)
        if each.form == "registration" and words is not None:
            found.append(Box(each, words))
    return found


def _words(box: FormBox, request: HttpRequest) -> BoxWords | None:
    return guard.must_be(box.words(request), BoxWords, type(None))  # type: ignore[no-any-return]


def accept(boxes: Iterable[Box], *, ticked: BoxTicked) -> None:
    """Tell the plugins whose boxes were ticked; each hears its own words."""
    for box in boxes:
        own = replace(ticked, words=f"{box.words.label}\n{box.words.help}".strip())
        guard.call(box.contribution, box.contribution.accept, own, fallback=None, site=ticked.site)
