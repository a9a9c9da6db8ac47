"""What must be right before a letter is sent, and what its editor should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.accent import AA, AccentError, contrast_ratio, validate_accent
from cms.core.models import Centre
from cms.mail.letter_colours import pairs_of
from plugins.newsletters.blocks import sources
from plugins.newsletters.models import LetterSettings, NewsletterIssue

from .composing import TOKEN, Composed

#: Gmail hides what comes behind 102 kilobytes, the link to stop first of all.
LARGEST = 100_000
LONGEST_SUBJECT = 60
FINE_SCHEMES = {"https", "http", "mailto", "tel"}


UNREADABLE = {
    "light": lambda: _("Colours cannot be read well on a light ground."),
    "dark": lambda: _("Colours cannot be read well on a dark ground."),
}


@dataclass(frozen=True)
class Finding:
    """One thing. is_error: the letter cannot be sent as it is. where: in which edition."""

    text: str
    is_error: bool
    where: str = ""


def findings(
    issue: NewsletterIssue, editions: Sequence[Composed], *, site: Any, by_language: Mapping[str, int]
) -> list[Finding]:
    """Return what is wrong (first) and what to look at, in the active language.

    editions: one for each language. by_language: how many would get the letter, by language.
    """
    found = [*_sender(site), *_readers(issue, editions, by_language)]
    for each in editions:
        found += list(_edition(each))
    unique = _each_once(found, editions)
    return [*(each for each in unique if each.is_error), *(each for each in unique if not each.is_error)]


def _each_once(found: Sequence[Finding], editions: Sequence[Composed]) -> list[Finding]:
    """Return what is wrong in several editions once, with all their names; with none where it is in all of them."""
    where: dict[tuple[str, bool], list[str]] = {}
    for each in dict.fromkeys(found):
        where.setdefault((each.text, each.is_error), []).append(each.where)
    every = [each.language.name for each in editions]
    return [
        Finding(text, is_error, "" if len(every) > 1 and names == every else ", ".join(filter(None, names)))
        for (text, is_error), names in where.items()
    ]


def errors(editions: Sequence[Composed], *, site: Any) -> list[Finding]:
    """Return what keeps a letter from being sent, each once, in the active language."""
    found = [*_sender(site), *(finding for each in editions for finding in _edition(each))]
    return [each for each in dict.fromkeys(found) if each.is_error]


def _sender(site: Any) -> Iterator[Finding]:
    centre = Centre.for_site(site)
    if not LetterSettings.for_site(site).sender.strip():
        yield Finding(
            _("The full name of the sender is missing. The law asks for it: Settings → Letters by mail."), True
        )
    if not centre.address:
        yield Finding(_("The sender’s address is missing: Settings → Contact and opening hours."), True)
    if not (centre.email or centre.telephone):
        yield Finding(
            _("A mail address or telephone for questions is missing: Settings → Contact and opening hours."), True
        )


def _readers(issue: NewsletterIssue, editions: Sequence[Composed], by_language: Mapping[str, int]) -> Iterator[Finding]:
    if not sum(by_language.values()):
        yield Finding(_("Nobody would get this letter: the topic has no readers at the moment."), False)
    for each in editions:
        number = by_language.get(each.language.code, 0)
        if each.is_fallback and number:
            yield Finding(
                ngettext(
                    "%(n)d reader gets letters in %(language)s, but there are no words in it yet.",
                    "%(n)d readers get letters in %(language)s, but there are no words in it yet.",
                    number,
                )
                % {"n": number, "language": each.language.name},
                False,
            )


def _edition(edition: Composed) -> Iterator[Finding]:
    where, soup = edition.language.name, BeautifulSoup(edition.html, "html.parser")
    if not edition.blocks:
        yield Finding(_("There is nothing in it."), True, where)
    if not edition.words.subject.strip():
        yield Finding(_("The subject is missing."), True, where)
    elif len(edition.words.subject) > LONGEST_SUBJECT:
        yield Finding(_("The subject is long; telephones show about 20 characters of it."), False, where)
    if not edition.words.preheader:
        yield Finding(_("The first words are missing: mail programs then show whatever comes first."), False, where)
    if TOKEN not in edition.html or edition.frame.stop not in edition.text:
        yield Finding(_("The link to stop is missing."), True, where)
    size = len(edition.html.encode())
    if size > LARGEST:
        text = _("It is too large (%(size)d kB): mail programs cut it off at 100 kB. Make it shorter.")
        yield Finding(text % {"size": size // 1000}, True, where)
    yield from _links(soup, where)
    yield from _pictures(soup, where)
    yield from _sections(edition, where)
    yield from _colours(edition, where)


def _links(soup: BeautifulSoup, where: str) -> Iterator[Finding]:
    for tag, attribute in (("a", "href"), ("img", "src")):
        for each in soup.find_all(tag):
            url = str(each.get(attribute) or "")
            if urlsplit(url).scheme not in FINE_SCHEMES:
                yield Finding(_("This link leads nowhere from a mail: %(url)s") % {"url": url or "–"}, True, where)


def _pictures(soup: BeautifulSoup, where: str) -> Iterator[Finding]:
    if any(not str(each.get("alt") or "").strip() for each in soup.find_all("img")):
        yield Finding(
            _("A picture has no alternative text. Many mail programs show no pictures: is nothing lost then?"),
            False, where,
        )  # fmt: skip


def _sections(edition: Composed, where: str) -> Iterator[Finding]:
    names = dict(sources())
    failed = {f"{each.plugin}:{each.key}" for each in edition.left_out}
    for each in edition.left_out:
        yield Finding(each.warning, False, where)
    for source in edition.asked_for:
        if source not in edition.filled and source not in failed:
            name = names.get(source, source)
            yield Finding(_("“%(section)s” has nothing new and is left out.") % {"section": name}, False, where)


def _colours(edition: Composed, where: str) -> Iterator[Finding]:
    try:
        validate_accent(edition.frame.signature.accent)
    except AccentError:
        yield Finding(_("The site’s colour cannot be read well; the letter takes the stock one."), False)
    for scheme, pairs in pairs_of(edition.frame.signature.accent).items():
        if any(contrast_ratio(*pair) < AA for pair in pairs):
            yield Finding(UNREADABLE[scheme](), True, where)
