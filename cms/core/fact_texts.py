"""Facts in further languages: looked up by their Japanese words, remembered by the generation of the site."""

from collections.abc import Iterable, Mapping

from cms.plugin_host import states

from . import generations
from .memory import SHELL
from .models.fact_texts import FactText, Further, key_of

Texts = Mapping[str, Mapping[int, str]]


def look_up(code: str, japanese: str) -> str:
    """Return the words of the site at work, else those of another site, else "".

    In a request one query for all words of a language, and none until something is changed; elsewhere one each.
    """
    if generations.current() is None:
        rows = FactText.objects.filter(language=code, key=key_of(japanese)).values_list("site_id", "text")
        return _of_site(dict(rows))
    texts: Texts = SHELL.get(("facts", code), lambda: _read(code))
    return _of_site(texts.get(japanese, {}))


def _read(code: str) -> Texts:
    found: dict[str, dict[int, str]] = {}
    for source, site, text in FactText.objects.filter(language=code).values_list("source", "site_id", "text"):
        found.setdefault(source, {})[site] = text
    return found


def _of_site(by_site: Mapping[int, str]) -> str:
    site = states.current_site() if len(by_site) > 1 else None
    return by_site.get(site.pk if site else 0) or next(iter(by_site.values()), "")


def said_anywhere(words: Iterable[str]) -> list[str]:
    """Return words with how they are said in further languages, for what the search finds a row by. One query."""
    known = [word for word in dict.fromkeys(words) if word]
    said = FactText.objects.filter(key__in=[key_of(word) for word in known]).order_by("pk")
    return list(dict.fromkeys([*known, *said.values_list("text", flat=True)]))


def connect() -> None:
    """From now on facts are said in further languages. Called once, when the apps are loaded."""
    Further.look_up = staticmethod(look_up)
