"""An issue in one language for readers of one area: subject, HTML, plain text, with marks where a reader's own goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core import letter_sections
from cms.core.letter_sections import Filled, LeftOut
from cms.core.locales import Language, language_of
from cms.mail import stop_links
from cms.mail.base_url import absolute
from cms.mail.bulk import slots
from cms.mail.letters import Block
from cms.mail.rendering import Signature, framed, sign
from cms.plugin_api import LetterContext, LetterItem
from plugins.newsletters.models import LetterSettings, NewsletterIssue, Words

from . import entries
from .from_blocks import blocks_of

#: Stands where each reader's own link goes, until the engine puts it there.
TOKEN = slots.slot("token")


@dataclass(frozen=True)
class Frame:
    """What stands around the words. stop, own: links, with `TOKEN` in them. online: of the letter in the archive."""

    topic: str
    sender: str
    signature: Signature
    stop: str
    own: str
    online: str


@dataclass(frozen=True)
class Composed:
    """One edition. filled: what its sections were filled with, by source. left_out: sections that failed."""

    language: Language
    words: Words
    blocks: Sequence[Block]
    frame: Frame
    html: str
    text: str
    filled: dict[str, Filled]
    left_out: Sequence[LeftOut]
    asked_for: Sequence[str]

    @property
    def is_fallback(self) -> bool:
        """Whether the words are in another language than the reader's."""
        return self.words.language.code != self.language.code


def compose(
    issue: NewsletterIssue, *, site: Any, locale: str, since: datetime, until: datetime, area: str = "",
    kept: Mapping[str, Any] | None = None, chosen: entries.Found | None = None,
) -> Composed:  # fmt: skip
    """Put an issue together for readers of a language and, unless it is empty, an area (by its name).

    kept: what the sections had when it was sent (`Sending.sections_in`), in place of what they would have now. chosen:
    what a digest has for some of its readers; its first words are then the titles of that.
    """
    language = language_of(locale)
    with translation.override(language.code):
        words = issue.words_in(language.code, site=site)
        asked = entries.asked_for(words.body)
        asked_for = [source for source, _most in asked]
        left_out: Sequence[LeftOut] = ()
        if chosen is not None:
            found = dict(chosen)
            words = replace(words, preheader=entries.first_titles(found) or words.preheader)
        elif kept is None:
            context = LetterContext(
                site=site, language=language.code, since=since, until=until, topic=issue.topic.slug,
                topic_name=issue.topic.name, area=area,
            )  # fmt: skip
            offered, left_out = fill(context, asked_for)
            found = entries.as_found(entries.choose(asked, offered), offered)
        else:
            found = {source: _from_archive(source, each) for source, each in kept.items()}
        differs = words.language.code != language.code
        blocks = list(blocks_of(words.body, site=site, filled=found, lang=language.bcp47 if differs else ""))
        frame = frame_of(issue, site=site, language=language)
        note = _in_another_language(words) if differs else ""
        html = _html(words, blocks, frame, language, note)
        return Composed(
            language, words, blocks, frame, html, _text(words, blocks, frame, note), found, left_out, asked_for
        )


def fill(context: LetterContext, sources: Iterable[str]) -> tuple[dict[str, Filled], Sequence[LeftOut]]:
    """Return what sections offer, by source, and those that failed. Called in the letter's language."""
    only = {(plugin, key) for plugin, _colon, key in (source.partition(":") for source in sources)}
    sections = letter_sections.fill(context, only=only)
    return {f"{each.plugin}:{each.key}": each for each in sections.filled}, sections.left_out


def frame_of(issue: NewsletterIssue, *, site: Any, language: Language) -> Frame:
    """Return what stands around a letter, in the active language."""
    signature = sign(site=site)
    return Frame(
        topic=issue.topic.display_name,
        sender=LetterSettings.for_site(site).display_sender,
        signature=signature,
        stop=absolute(_with_token(stop_links.path("TOKEN")), site=site),
        own=absolute(_with_token(reverse("plugins:newsletters:preferences", args=["TOKEN"])), site=site),
        online=absolute(f"/{language.code}/{_below_home(issue)}", site=site),
    )


def as_archived(composed: Composed) -> dict[str, Any]:
    """Return what the sections were filled with, ready for JSON, for the page in the archive."""
    return {
        source: {
            "title": filled.title,
            "lang": composed.language.bcp47,
            "items": [
                {"title": item.title, "url": item.url, "text": item.text, "lang": item.lang,
                 "meta": [str(line) for line in item.meta]}
                for item in filled.items
            ],
        }
        for source, filled in composed.filled.items()
    }  # fmt: skip


def _from_archive(source: str, kept: Mapping[str, Any]) -> Filled:
    plugin, _colon, key = source.partition(":")
    items = [
        LetterItem(
            key=str(number), title=item["title"], url=item["url"], text=item["text"], meta=item["meta"],
            lang=item["lang"],
        )
        for number, item in enumerate(kept["items"])
    ]  # fmt: skip
    return Filled(plugin, key, kept["title"], items)


def _with_token(path: str) -> str:
    # The mark would come out of `reverse` with percent signs.
    return path.replace("TOKEN", TOKEN)


def _below_home(issue: NewsletterIssue) -> str:
    parts = issue.get_url_parts()
    return str(parts[2]).removeprefix(f"/{issue.language.code}/") if parts else ""


def _in_another_language(words: Words) -> str:
    return _("This letter is written in %(language)s.") % {"language": words.language.name}


def _html(words: Words, blocks: Sequence[Block], frame: Frame, language: Language, note: str) -> str:
    return framed(
        "newsletters/mails/letter.html", blocks, subject=words.subject, preview=words.preheader,
        signature=frame.signature, language=language, frame=frame, note=note,
        words_lang=words.language.bcp47 if note else "",
    )  # fmt: skip


def _text(words: Words, blocks: Sequence[Block], frame: Frame, note: str) -> str:
    foot = [
        "-" * 32,
        _("You get this letter because you subscribed to “%(topic)s”.") % {"topic": frame.topic},
        _("Stop these letters:") + f"\n{frame.stop}",
        _("Change topics, how often, or your address:") + f"\n{frame.own}",
        _("Read it on the website:") + f"\n{frame.online}",
    ]
    sender = [_("Sender: %(name)s") % {"name": frame.sender}] if frame.sender else []
    body = [note, words.subject, *(block.plain() for block in blocks)]
    return "\n\n".join(each for each in [*body, *foot, *sender, frame.signature.plain()] if each) + "\n"
