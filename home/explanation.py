"""Explain difficult words where they first occur in a text.

The word becomes a link to its explanation at the foot of the same page, as a footnote does: it works without
JavaScript and on paper, with a keyboard and a screen reader, and nobody loses the place in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from .models import GlossaryTerm

# Inside these nothing becomes a link: they are links, headings, controls, drawings, or code already.
CLOSED = frozenset(
    {"a", "button", "code", "dfn", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "option"}
    | {"pre", "script", "select", "style", "summary", "svg", "textarea", "th", "title"}
)
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SCRIPTS = (r"[\u3400-\u9fff々]", r"[ァ-ヺー]", r"[A-Za-zＡ-Ｚａ-ｚ]")


@dataclass(frozen=True)
class Explained:
    """The text with its words linked, and the terms that occur in it, in the order of their first occurrence."""

    html: str
    terms: list[GlossaryTerm]


def explain(html: str, *, terms: Sequence[GlossaryTerm], code: str) -> Explained:
    """Link the first occurrence of each term in `html`, a text in the language `code`. One pass over the text.

    A term inside a longer word of the same script is another word and is left alone: 協議 in 協議会.
    """
    by_form = {_folded(form): term for term in terms for form in term.forms(code=code)}
    if not by_form:
        return Explained(html, [])
    pattern = _pattern(tuple(sorted(by_form, key=len, reverse=True)))
    used: dict[int, GlossaryTerm] = {}

    def link(match: re.Match[str]) -> str:
        term = by_form.get(_folded(match["form"]))
        if term is None or term.pk in used:
            return match[0]
        used[term.pk] = term
        return f'<a class="term" id="{term.anchor}-text" href="#{term.anchor}">{match[0]}</a>'

    out, closed = [], 0
    for part in _TAG.split(html):
        tag = _NAME.match(part)
        if tag is None:
            out.append(part if closed or part.startswith("<") else pattern.sub(link, part))
            continue
        out.append(part)
        if tag[2].lower() in CLOSED and not part.endswith("/>"):
            closed = max(0, closed + (-1 if tag[1] else 1))
    return Explained("".join(out), list(used.values()))


def _folded(form: str) -> str:
    return escape(form, quote=False).casefold()


@lru_cache(maxsize=64)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of the forms, the longest first."""
    return re.compile("(?P<form>" + "|".join(_bounded(form) for form in forms) + ")", re.IGNORECASE)


def _bounded(form: str) -> str:
    before = next((f"(?<!{script})" for script in _SCRIPTS if re.match(script, form, re.IGNORECASE)), "")
    after = next((f"(?!{script})" for script in _SCRIPTS if re.search(script + "$", form, re.IGNORECASE)), "")
    return before + re.escape(form) + after
